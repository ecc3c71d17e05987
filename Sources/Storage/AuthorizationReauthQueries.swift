//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Tokens that let a customer authorise a connection anew.
package struct ReauthTokenQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    package func find(_ digest: KeyDigest) throws(StoreError) -> ReauthTokenRow? {
        let rows = try self.session.rows(
            "SELECT \(ReauthTokenRow.columns) FROM reauth_tokens WHERE digest = ?", [.blob(digest.bytes)])
        guard let row = rows.first else { return nil }
        return try ReauthTokenRow(row)
    }

    package func insert(_ row: ReauthTokenRow, at moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            "INSERT INTO reauth_tokens (\(ReauthTokenRow.columns), created_at) VALUES (?, ?, ?, ?, ?)",
            [
                .blob(row.digest.bytes), .id(row.workspace), .id(row.connection), .moment(row.expiresAt),
                .moment(moment),
            ])
    }

    /// `false` when there was none: it was used, or had never been.
    package func delete(_ digest: KeyDigest) throws(StoreError) -> Bool {
        try self.session.execute("DELETE FROM reauth_tokens WHERE digest = ?", [.blob(digest.bytes)]) == 1
    }

    /// Deletes the oldest of those that expired, at most `limit`.
    package func deleteExpired(at moment: Timestamp, limit: Int) throws(StoreError) {
        try self.session.execute(
            """
            DELETE FROM reauth_tokens WHERE digest IN
            (SELECT digest FROM reauth_tokens WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
            """, [.moment(moment), .integer(Int64(limit))])
    }
}

/// A token for one connection, by its hash.
package struct ReauthTokenRow: Sendable {
    package var digest: KeyDigest
    package var workspace: WorkspaceID
    package var connection: ConnectionID
    package var expiresAt: Timestamp

    package init(digest: KeyDigest, workspace: WorkspaceID, connection: ConnectionID, expiresAt: Timestamp) {
        self.digest = digest
        self.workspace = workspace
        self.connection = connection
        self.expiresAt = expiresAt
    }

    static let columns = "digest, workspace, connection, expires_at"

    init(_ row: SQLRow) throws(StoreError) {
        self.digest = try APIKeyRow.digest(row, 0)
        self.workspace = try row.id(1)
        self.connection = try row.id(2)
        self.expiresAt = try row.moment(3)
    }
}
