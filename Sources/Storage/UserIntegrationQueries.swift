//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The rows of the catalogue that workspaces wrote, as text.
package struct UserIntegrationQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    package func list(of workspace: WorkspaceID) throws(StoreError) -> [UserIntegrationRow] {
        try self.rows("WHERE workspace = ? ORDER BY type", [.id(workspace)])
    }

    /// Whose there are any.
    package func workspaces() throws(StoreError) -> [WorkspaceID] {
        try self.session.rows("SELECT DISTINCT workspace FROM user_integrations", []).map { row throws(StoreError) in
            try row.id(0)
        }
    }

    package func find(_ type: String, of workspace: WorkspaceID) throws(StoreError) -> UserIntegrationRow? {
        try self.rows("WHERE workspace = ? AND type = ?", [.id(workspace), .text(type)]).first
    }

    package func count(of workspace: WorkspaceID) throws(StoreError) -> Int {
        let rows = try self.session.rows("SELECT COUNT(*) FROM user_integrations WHERE workspace = ?", [.id(workspace)])
        return Int(try rows.first?.integer(0) ?? 0)
    }

    /// Writes a row, new or over the one of its workspace and slug.
    package func put(_ row: UserIntegrationRow) throws(StoreError) {
        try self.session.execute(
            """
            INSERT INTO user_integrations (\(Self.columns)) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (workspace, type) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at
            """,
            [
                .id(row.workspace), .text(row.type), .text(row.text), .moment(row.createdAt), .moment(row.updatedAt),
            ])
    }

    /// `false` when there is none.
    package func delete(_ type: String, of workspace: WorkspaceID) throws(StoreError) -> Bool {
        try self.session.execute(
            "DELETE FROM user_integrations WHERE workspace = ? AND type = ?", [.id(workspace), .text(type)]) > 0
    }

    /// Whether the workspace has a connection at the integration.
    package func isUsed(_ type: String, of workspace: WorkspaceID) throws(StoreError) -> Bool {
        try !self.session.rows(
            "SELECT 1 FROM connections WHERE workspace = ? AND integration_type = ? LIMIT 1",
            [.id(workspace), .text(type)]
        ).isEmpty
    }

    /// Gives the workspace's connections at the integration a new version, so that older snapshots of them are no
    /// longer valid; which they are.
    package func outdateConnections(
        _ type: String, of workspace: WorkspaceID, version: UInt64
    ) throws(StoreError) -> [ConnectionID] {
        let rows = try self.session.rows(
            "UPDATE connections SET version = ? WHERE workspace = ? AND integration_type = ? RETURNING id",
            [.integer(Int64(truncatingIfNeeded: version)), .id(workspace), .text(type)])
        return try rows.map { row throws(StoreError) in try row.id(0) }
    }

    private static let columns = "workspace, type, text, created_at, updated_at"

    private func rows(_ rest: String, _ arguments: [SQLValue]) throws(StoreError) -> [UserIntegrationRow] {
        let rows = try self.session.rows("SELECT \(Self.columns) FROM user_integrations \(rest)", arguments)
        return try rows.map { row throws(StoreError) in
            UserIntegrationRow(
                workspace: try row.id(0), type: try row.text(1), text: try row.text(2), createdAt: try row.moment(3),
                updatedAt: try row.moment(4))
        }
    }
}

/// A workspace's own row of the catalogue, as it is stored.
package struct UserIntegrationRow: Sendable {
    package var workspace: WorkspaceID
    package var type: String
    package var text: String
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(workspace: WorkspaceID, type: String, text: String, createdAt: Timestamp, updatedAt: Timestamp) {
        self.workspace = workspace
        self.type = type
        self.text = text
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
