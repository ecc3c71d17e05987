//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The connections.
package struct ConnectionQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    /// Of any workspace: one indexed read.
    package func find(_ id: ConnectionID) throws(StoreError) -> ConnectionRow? {
        let rows = try self.session.rows(
            "SELECT \(ConnectionRow.columns) FROM connections WHERE id = ?", [.id(id)])
        guard let row = rows.first else { return nil }
        return try ConnectionRow(row)
    }

    /// Of any workspace, with what the workspace says of recording bodies, `nil` where it says nothing: one indexed read.
    package func findWithCapture(_ id: ConnectionID) throws(StoreError) -> (row: ConnectionRow, capture: String?)? {
        let rows = try self.session.rows(
            """
            SELECT \(ConnectionRow.columns), (SELECT capture FROM workspace_settings
            WHERE workspace_settings.workspace = connections.workspace) FROM connections WHERE id = ?
            """, [.id(id)])
        guard let row = rows.first else { return nil }
        return (try ConnectionRow(row), try row.textOrNil(ConnectionRow.columnCount))
    }

    /// Whose the connection is, if there is one.
    package func owner(of id: ConnectionID) throws(StoreError) -> WorkspaceID? {
        try self.session.rows("SELECT workspace FROM connections WHERE id = ?", [.id(id)]).first?.id(0)
    }

    package func list(_ filter: ConnectionFilter) throws(StoreError) -> [ConnectionRow] {
        let (condition, arguments) = filter.condition
        let rows = try self.session.rows(
            """
            SELECT \(ConnectionRow.columns) FROM connections WHERE \(condition)
            ORDER BY \(filter.ordering) LIMIT ? OFFSET ?
            """, arguments + [.integer(Int64(filter.limit)), .integer(Int64(filter.offset))])
        return try rows.map { row throws(StoreError) in try ConnectionRow(row) }
    }

    /// Writes a row, new or over the one with its id in the same workspace.
    ///
    /// `false` when the id belongs to another workspace: nothing is written.
    package func put(_ row: ConnectionRow) throws(StoreError) -> Bool {
        let changed = try self.session.execute(Self.upsert, row.values)
        return changed == 1
    }

    /// The version that the row had, or `nil` when the workspace has no such row.
    package func delete(_ id: ConnectionID, in workspace: WorkspaceID) throws(StoreError) -> UInt64? {
        let rows = try self.session.rows(
            "DELETE FROM connections WHERE id = ? AND workspace = ? RETURNING version", [.id(id), .id(workspace)])
        guard let row = rows.first else { return nil }
        return UInt64(truncatingIfNeeded: try row.integer(0))
    }

    package func count(in workspace: WorkspaceID) throws(StoreError) -> Int {
        let rows = try self.session.rows("SELECT COUNT(*) FROM connections WHERE workspace = ?", [.id(workspace)])
        return Int(try rows.first?.integer(0) ?? 0)
    }

    private static let upsert: String = {
        let names = ConnectionRow.columns.split(separator: ",").map { $0.filter { $0 != " " } }
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        let changes = names.filter { $0 != "id" && $0 != "workspace" }.map { "\($0) = excluded.\($0)" }
        return """
            INSERT INTO connections (\(ConnectionRow.columns)) VALUES (\(marks))
            ON CONFLICT (id) DO UPDATE SET \(changes.joined(separator: ", "))
            WHERE connections.workspace = excluded.workspace
            """
    }()
}
