//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What has happened, for whoever asks.
package struct NotificationQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    package func insert(_ row: Notification) throws(StoreError) {
        try self.session.execute(
            "INSERT INTO notifications (\(Notification.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row.values)
    }

    package func list(_ filter: NotificationFilter) throws(StoreError) -> [Notification] {
        let (text, arguments) = filter.statement
        return try self.session.rows(text, arguments).map { row throws(StoreError) in try Notification(row) }
    }

    package func find(_ id: NotificationID) throws(StoreError) -> Notification? {
        let rows = try self.session.rows(
            "SELECT \(Notification.columns) FROM notifications WHERE id = ?", [.id(id)])
        guard let row = rows.first else { return nil }
        return try Notification(row)
    }

    /// The newest of the connection whose event is one of `events`.
    package func latest(
        of connection: ConnectionID, among events: [String]
    ) throws(StoreError) -> (event: String, createdAt: Timestamp)? {
        let marks = events.map { _ in "?" }.joined(separator: ", ")
        let rows = try self.session.rows(
            """
            SELECT event, created_at FROM notifications WHERE connection = ? AND event IN (\(marks))
            ORDER BY created_at DESC, id DESC LIMIT 1
            """, [.id(connection)] + events.map { .text($0) })
        guard let row = rows.first else { return nil }
        return (try row.text(0), try row.moment(1))
    }

    package func markSent(_ id: NotificationID, at moment: Timestamp) throws(StoreError) {
        try self.session.execute("UPDATE notifications SET sent_at = ? WHERE id = ?", [.moment(moment), .id(id)])
    }

    /// Deletes the oldest of those before `moment`, at most `limit`; how many they were.
    package func prune(
        in workspace: WorkspaceID, before moment: Timestamp, limit: Int
    ) throws(StoreError) -> Int {
        try self.session.execute(
            """
            DELETE FROM notifications WHERE id IN (
                SELECT id FROM notifications WHERE workspace = ? AND created_at < ? ORDER BY created_at, id LIMIT ?
            )
            """, [.id(workspace), .moment(moment), .integer(Int64(limit))])
    }
}

extension NotificationFilter {
    var statement: (text: String, arguments: [SQLValue]) {
        var terms = ["workspace = ?"]
        var arguments: [SQLValue] = [.id(self.workspace)]
        if let updatedGTE {
            terms.append("created_at >= ?")
            arguments.append(.moment(updatedGTE))
        }
        if let connection {
            terms.append("connection = ?")
            arguments.append(.id(connection))
        }
        if let event {
            terms.append("event = ?")
            arguments.append(.text(event))
        }
        let direction = self.isDescending ? "DESC" : "ASC"
        let text = """
            SELECT \(Notification.columns) FROM notifications WHERE \(terms.joined(separator: " AND "))
            ORDER BY created_at \(direction), id \(direction) LIMIT ? OFFSET ?
            """
        return (text, arguments + [.integer(Int64(self.limit)), .integer(Int64(self.offset))])
    }
}
