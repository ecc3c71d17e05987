//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Authorisations under way: pages that a customer may open, and states that a vendor will send back.
package struct AuthorizationQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    /// One indexed read; whether it has expired is the caller's question.
    package func find(_ digest: KeyDigest) throws(StoreError) -> AuthorizationRow? {
        let rows = try self.session.rows(
            "SELECT \(AuthorizationRow.columns) FROM authorizations WHERE digest = ?", [.blob(digest.bytes)])
        guard let row = rows.first else { return nil }
        return try AuthorizationRow(row)
    }

    /// - Throws: `constraint` when there is one with that hash.
    package func insert(_ row: AuthorizationRow) throws(StoreError) {
        try self.session.execute(
            "INSERT INTO authorizations (\(AuthorizationRow.columns)) VALUES (?, ?, ?, ?, ?, ?)", row.values)
    }

    /// Writes the row over the one with its hash; `false` when there is none.
    package func replace(_ row: AuthorizationRow) throws(StoreError) -> Bool {
        let changed = try self.session.execute(
            "UPDATE authorizations SET wrapped_key = ?, sealed = ?, expires_at = ? WHERE digest = ?",
            [.blob(row.wrappedKey), .blob(row.sealed), .moment(row.expiresAt), .blob(row.digest.bytes)])
        return changed == 1
    }

    /// `false` when there was none: somebody else was first.
    package func delete(_ digest: KeyDigest) throws(StoreError) -> Bool {
        try self.session.execute("DELETE FROM authorizations WHERE digest = ?", [.blob(digest.bytes)]) == 1
    }

    /// Deletes the oldest of those that expired, at most `limit`.
    package func deleteExpired(at moment: Timestamp, limit: Int) throws(StoreError) {
        try self.session.execute(
            """
            DELETE FROM authorizations WHERE digest IN
            (SELECT digest FROM authorizations WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
            """, [.moment(moment), .integer(Int64(limit))])
    }

    /// How many a workspace has, counted up to `limit`.
    package func count(in workspace: WorkspaceID, upTo limit: Int) throws(StoreError) -> Int {
        let rows = try self.session.rows(
            "SELECT COUNT(*) FROM (SELECT 1 FROM authorizations WHERE workspace = ? LIMIT ?) AS some",
            [.id(workspace), .integer(Int64(limit))])
        return Int(try rows.first?.integer(0) ?? 0)
    }
}

/// An authorisation under way, as it is stored: found by the hash of a random token, all else sealed.
package struct AuthorizationRow: Sendable {
    package var digest: KeyDigest
    package var workspace: WorkspaceID
    package var wrappedKey: [UInt8]
    package var sealed: [UInt8]
    package var createdAt: Timestamp
    package var expiresAt: Timestamp

    package init(
        digest: KeyDigest, workspace: WorkspaceID, sealed: (key: [UInt8], text: [UInt8]), createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.digest = digest
        self.workspace = workspace
        self.wrappedKey = sealed.key
        self.sealed = sealed.text
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    static let columns = "digest, workspace, wrapped_key, sealed, created_at, expires_at"

    var values: [SQLValue] {
        [
            .blob(self.digest.bytes), .id(self.workspace), .blob(self.wrappedKey), .blob(self.sealed),
            .moment(self.createdAt), .moment(self.expiresAt),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.digest = try APIKeyRow.digest(row, 0)
        self.workspace = try row.id(1)
        self.wrappedKey = try row.blob(2)
        self.sealed = try row.blob(3)
        self.createdAt = try row.moment(4)
        self.expiresAt = try row.moment(5)
    }
}
