//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The environments that workspaces have named, besides the built-in ones.
package struct EnvironmentQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    /// In the order in which they were made.
    package func list(in workspace: WorkspaceID) throws(StoreError) -> [String] {
        let rows = try self.session.rows(
            "SELECT name FROM environments WHERE workspace = ? ORDER BY created_at, name", [.id(workspace)])
        return try rows.map { row throws(StoreError) in try row.text(0) }
    }

    /// A name that is there already stays as it is.
    package func insert(_ name: String, in workspace: WorkspaceID, at moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            "INSERT INTO environments (workspace, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [.id(workspace), .text(name), .moment(moment)])
    }

    /// Whether the name was there.
    package func delete(_ name: String, in workspace: WorkspaceID) throws(StoreError) -> Bool {
        try self.session.execute(
            "DELETE FROM environments WHERE workspace = ? AND name = ?", [.id(workspace), .text(name)]) > 0
    }

    /// Environments that connections of the workspace are in, named or not.
    package func used(in workspace: WorkspaceID) throws(StoreError) -> [String] {
        let rows = try self.session.rows(
            "SELECT DISTINCT environment FROM connections WHERE workspace = ? ORDER BY environment", [.id(workspace)])
        return try rows.map { row throws(StoreError) in try row.text(0) }
    }

    /// What of the workspace is in the environment.
    package func uses(
        of name: String, in workspace: WorkspaceID
    ) throws(StoreError) -> (connections: Int64, activations: Int64) {
        (try self.count("connections", name, workspace), try self.count("activations", name, workspace))
    }

    private func count(_ table: String, _ name: String, _ workspace: WorkspaceID) throws(StoreError) -> Int64 {
        let rows = try self.session.rows(
            "SELECT COUNT(*) FROM \(table) WHERE workspace = ? AND environment = ?", [.id(workspace), .text(name)])
        return try rows.first?.integer(0) ?? 0
    }
}
