//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The API keys, by their hash.
package struct APIKeyQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    private static let columns = "digest, workspace, identifier, name, created_at, revoked_at"

    /// One indexed read.
    package func find(_ digest: KeyDigest) throws(StoreError) -> APIKeyRow? {
        let rows = try self.session.rows(
            "SELECT \(Self.columns) FROM api_keys WHERE digest = ?", [.blob(digest.bytes)])
        guard let row = rows.first else { return nil }
        return try APIKeyRow(row)
    }

    package func list(in workspace: WorkspaceID) throws(StoreError) -> [APIKeyRow] {
        let rows = try self.session.rows(
            "SELECT \(Self.columns) FROM api_keys WHERE workspace = ? ORDER BY created_at, identifier",
            [.id(workspace)])
        return try rows.map { row throws(StoreError) in try APIKeyRow(row) }
    }

    package func hasAny(in workspace: WorkspaceID) throws(StoreError) -> Bool {
        try !self.session.rows("SELECT 1 FROM api_keys WHERE workspace = ? LIMIT 1", [.id(workspace)]).isEmpty
    }

    /// - Throws: `constraint` when the hash is there already.
    package func insert(_ key: APIKeyRow) throws(StoreError) {
        try self.session.execute(
            "INSERT INTO api_keys (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .blob(key.digest.bytes), .id(key.workspace), .text(key.identifier), .text(key.name),
                .moment(key.createdAt), .moment(key.revokedAt),
            ])
    }

    /// Revokes the workspace's keys of that identifier; the hashes of those that were not revoked before.
    package func revoke(
        _ identifier: String, in workspace: WorkspaceID, at moment: Timestamp
    ) throws(StoreError) -> [KeyDigest] {
        let rows = try self.session.rows(
            """
            UPDATE api_keys SET revoked_at = ? WHERE workspace = ? AND identifier = ? AND revoked_at IS NULL
            RETURNING digest
            """, [.moment(moment), .id(workspace), .text(identifier)])
        return try rows.map { row throws(StoreError) in try APIKeyRow.digest(row, 0) }
    }
}

/// An API key, as it is stored.
package struct APIKeyRow: Sendable {
    package var digest: KeyDigest
    package var workspace: WorkspaceID
    /// What names the key in lists and logs.
    package var identifier: String
    package var name: String
    package var createdAt: Timestamp
    package var revokedAt: Timestamp?

    package init(
        digest: KeyDigest, workspace: WorkspaceID, identifier: String, name: String, createdAt: Timestamp
    ) {
        self.digest = digest
        self.workspace = workspace
        self.identifier = identifier
        self.name = name
        self.createdAt = createdAt
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.digest = try Self.digest(row, 0)
        self.workspace = try row.id(1)
        self.identifier = try row.text(2)
        self.name = try row.text(3)
        self.createdAt = try row.moment(4)
        self.revokedAt = try row.momentOrNil(5)
    }

    static func digest(_ row: SQLRow, _ column: Int) throws(StoreError) -> KeyDigest {
        guard let digest = KeyDigest(bytes: try row.blob(column)) else { throw .unexpected(column: column) }
        return digest
    }
}
