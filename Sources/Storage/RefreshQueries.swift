//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The journal of refreshes: who may refresh, and what was asked and answered.
package struct RefreshQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    // MARK: - Leases

    package func lease(of id: ConnectionID) throws(StoreError) -> RefreshLease? {
        let rows = try self.session.rows(
            "SELECT \(RefreshLease.columns) FROM refresh_leases WHERE connection = ?", [.id(id)])
        guard let row = rows.first else { return nil }
        return try RefreshLease(row)
    }

    package func put(_ lease: RefreshLease) throws(StoreError) {
        try self.session.execute(
            """
            INSERT INTO refresh_leases (\(RefreshLease.columns)) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (connection) DO UPDATE SET fence = excluded.fence, holder = excluded.holder,
                expires_at = excluded.expires_at, applied_fence = excluded.applied_fence,
                failures = excluded.failures, not_before = excluded.not_before
            """, lease.values)
    }

    /// Gives back what `fence` holds; nothing happens when somebody else holds it by now.
    package func release(_ id: ConnectionID, fence: UInt64) throws(StoreError) {
        try self.session.execute(
            "UPDATE refresh_leases SET expires_at = 0 WHERE connection = ? AND fence = ?",
            [.id(id), .integer(Int64(truncatingIfNeeded: fence))])
    }

    /// Ends the leases of holders whose name begins so; how many there were.
    package func endLeases(ofHoldersNamed prefix: String) throws(StoreError) -> Int {
        try self.session.execute(
            "UPDATE refresh_leases SET expires_at = 0 WHERE expires_at > 0 AND substr(holder, 1, ?) = ?",
            [.integer(Int64(prefix.unicodeScalars.count)), .text(prefix)])
    }

    // MARK: - Attempts

    package func insert(_ attempt: RefreshAttempt) throws(StoreError) {
        try self.session.execute(
            """
            INSERT INTO refresh_attempts (\(RefreshAttempt.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, attempt.values)
    }

    /// Of a connection, in the order of their fences.
    package func attempts(of id: ConnectionID) throws(StoreError) -> [RefreshAttempt] {
        let rows = try self.session.rows(
            "SELECT \(RefreshAttempt.columns) FROM refresh_attempts WHERE connection = ? ORDER BY fence, id", [.id(id)])
        return try rows.map { row throws(StoreError) in try RefreshAttempt(row) }
    }

    /// Keeps the sealed answer; `false` when the attempt is closed or gone, as it is after the connection was deleted.
    package func receive(
        _ attempt: String, sealed: (key: [UInt8], answer: [UInt8]), at moment: Timestamp
    ) throws(StoreError) -> Bool {
        try self.session.execute(
            """
            UPDATE refresh_attempts SET state = 'received', wrapped_key = ?, sealed_answer = ?, updated_at = ?
            WHERE id = ? AND state IN ('started', 'unanswered')
            """, [.blob(sealed.key), .blob(sealed.answer), .moment(moment), .text(attempt)]) == 1
    }

    /// Notes that nobody waits any more for the answers to attempts of earlier holders.
    package func giveUp(on id: ConnectionID, before fence: UInt64, at moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            """
            UPDATE refresh_attempts SET state = 'unanswered', updated_at = ?
            WHERE connection = ? AND fence < ? AND state = 'started'
            """, [.moment(moment), .id(id), .integer(Int64(truncatingIfNeeded: fence))])
    }

    /// Ends an attempt; its answer is not kept.
    package func close(_ attempt: String, outcome: String, at moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            """
            UPDATE refresh_attempts
            SET state = 'closed', outcome = ?, wrapped_key = NULL, sealed_answer = NULL, updated_at = ? WHERE id = ?
            """, [.text(outcome), .moment(moment), .text(attempt)])
    }

    /// Takes away ended attempts of a connection that are older than `moment`.
    package func prune(_ id: ConnectionID, before moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            """
            DELETE FROM refresh_attempts
            WHERE connection = ? AND state IN ('closed', 'unanswered') AND updated_at < ?
            """, [.id(id), .moment(moment)])
    }

    /// Takes away all that is known of a connection's refreshes.
    package func forget(_ id: ConnectionID) throws(StoreError) {
        try self.session.execute("DELETE FROM refresh_attempts WHERE connection = ?", [.id(id)])
        try self.session.execute("DELETE FROM refresh_leases WHERE connection = ?", [.id(id)])
    }
}

// MARK: - What is to be done

extension RefreshQueries {
    /// Connections with an answer that was received and not applied, oldest first.
    package func unapplied(limit: Int) throws(StoreError) -> [ConnectionID] {
        try self.ids(
            """
            SELECT connection FROM refresh_attempts WHERE state = 'received'
            GROUP BY connection ORDER BY MIN(updated_at) LIMIT ?
            """, [.integer(Int64(limit))])
    }

    /// Connections that are to be refreshed by `moment` and that nobody refreshes now, the longest due first.
    package func due(at moment: Timestamp, limit: Int) throws(StoreError) -> [ConnectionID] {
        try self.ids(
            """
            SELECT id FROM connections WHERE refresh_at IS NOT NULL AND refresh_at <= ?
            AND NOT EXISTS (SELECT 1 FROM refresh_leases WHERE connection = id AND (expires_at > ? OR not_before > ?))
            ORDER BY refresh_at LIMIT ?
            """, [.moment(moment), .moment(moment), .moment(moment), .integer(Int64(limit))])
    }

    /// Sets when a connection is to be refreshed; its version stays, for nothing that shards know of changes.
    package func schedule(_ id: ConnectionID, at moment: Timestamp?) throws(StoreError) {
        try self.session.execute("UPDATE connections SET refresh_at = ? WHERE id = ?", [.moment(moment), .id(id)])
    }

    /// Lets the vendor be asked at once: the connection has another credential than the one that failed.
    package func forgive(_ id: ConnectionID) throws(StoreError) {
        try self.session.execute(
            "UPDATE refresh_leases SET failures = 0, not_before = 0 WHERE connection = ?", [.id(id)])
    }

    private func ids(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> [ConnectionID] {
        try self.session.rows(statement, arguments).map { row throws(StoreError) in try row.id(0) }
    }
}
