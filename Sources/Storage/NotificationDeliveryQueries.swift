//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Notifications on their way to webhooks.
package struct NotificationDeliveryQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    package func insert(_ notification: NotificationID, in workspace: WorkspaceID, due: Timestamp) throws(StoreError) {
        try self.session.execute(
            """
            INSERT INTO notification_deliveries (notification, workspace, attempts, next_attempt_at) VALUES (?, ?, 0, ?)
            """, [.id(notification), .id(workspace), .moment(due)])
    }

    /// Takes those that are due, the longest waiting first, and counts the attempt that is about to be made.
    ///
    /// They come up again at `until`, so that nothing is lost with whoever took them; another process takes none of
    /// them before.
    package func claim(
        dueAt now: Timestamp, until: Timestamp, limit: Int
    ) throws(StoreError) -> [(notification: NotificationID, attempts: Int64)] {
        let rows = try self.session.rows(
            """
            UPDATE notification_deliveries SET attempts = attempts + 1, next_attempt_at = ? WHERE notification IN (
                SELECT notification FROM notification_deliveries WHERE next_attempt_at <= ?
                ORDER BY next_attempt_at LIMIT ?
            ) RETURNING notification, attempts
            """, [.moment(until), .moment(now), .integer(Int64(limit))])
        return try rows.map { row throws(StoreError) in (try row.id(0), try row.integer(1)) }
    }

    /// When the next one is due; `nil` when none is under way.
    package func nextDue() throws(StoreError) -> Timestamp? {
        let rows = try self.session.rows("SELECT MIN(next_attempt_at) FROM notification_deliveries", [])
        return try rows.first?.momentOrNil(0)
    }

    package func delete(_ notification: NotificationID) throws(StoreError) {
        try self.session.execute(
            "DELETE FROM notification_deliveries WHERE notification = ?", [.id(notification)])
    }

    /// Notes why an attempt failed; without a `next` one it was the last.
    package func postpone(
        _ notification: NotificationID, to next: Timestamp?, error: String
    ) throws(StoreError) {
        try self.session.execute(
            "UPDATE notification_deliveries SET next_attempt_at = ?, last_error = ? WHERE notification = ?",
            [.moment(next), .text(error), .id(notification)])
    }

    /// How many attempts were made, and why the last failed; `nil` when it was delivered or was to go nowhere.
    package func state(
        of notification: NotificationID
    ) throws(StoreError) -> (attempts: Int64, next: Timestamp?, error: String?)? {
        let rows = try self.session.rows(
            "SELECT attempts, next_attempt_at, last_error FROM notification_deliveries WHERE notification = ?",
            [.id(notification)])
        guard let row = rows.first else { return nil }
        return (try row.integer(0), try row.momentOrNil(1), try row.textOrNil(2))
    }
}
