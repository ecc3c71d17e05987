//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The log of calls.
package struct APICallQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    /// Adds the calls; one whose id is there already is left out.
    package func insert(_ rows: [APICall]) throws(StoreError) {
        for row in rows { try self.session.execute(Self.insertion, row.values) }
    }

    package func list(_ filter: APICallFilter) throws(StoreError) -> [APICall] {
        let (text, arguments) = filter.statement
        return try self.session.rows(text, arguments).map { row throws(StoreError) in try APICall(row) }
    }

    /// With its bodies.
    package func find(_ id: RequestRecordID, in workspace: WorkspaceID) throws(StoreError) -> APICall? {
        let rows = try self.session.rows(
            "SELECT \(APICall.columns) FROM api_calls WHERE id = ? AND workspace = ?", [.id(id), .id(workspace)])
        guard let row = rows.first else { return nil }
        return try APICall(row)
    }

    /// Deletes the oldest of those before `moment`, at most `limit`; how many they were.
    package func prune(
        in workspace: WorkspaceID, before moment: Timestamp, limit: Int
    ) throws(StoreError) -> Int {
        try self.session.execute(
            """
            DELETE FROM api_calls WHERE id IN (
                SELECT id FROM api_calls WHERE workspace = ? AND created_at < ? ORDER BY created_at, id LIMIT ?
            )
            """, [.id(workspace), .moment(moment), .integer(Int64(limit))])
    }

    package func count(in workspace: WorkspaceID) throws(StoreError) -> Int64 {
        let rows = try self.session.rows("SELECT COUNT(*) FROM api_calls WHERE workspace = ?", [.id(workspace)])
        return try rows.first?.integer(0) ?? 0
    }

    private static let insertion: String = {
        let marks = APICall.columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO api_calls (\(APICall.columns)) VALUES (\(marks)) ON CONFLICT (id) DO NOTHING"
    }()
}
