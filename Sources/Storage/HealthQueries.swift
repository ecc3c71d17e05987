//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What is known of connections from their calls.
///
/// No change of a connection: its version stays, and no shard has anything to forget.
package struct HealthQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    /// Never goes back in time.
    package func markHealthy(_ id: ConnectionID, at moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            "UPDATE connections SET last_healthy_at = ? WHERE id = ? AND COALESCE(last_healthy_at, 0) < ?",
            [.moment(moment), .id(id), .moment(moment)])
    }

    /// Never goes back in time.
    package func markUnhealthy(_ id: ConnectionID, code: String, at moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            """
            UPDATE connections SET last_unhealthy_at = ?, last_unhealthy_code = ?
            WHERE id = ? AND COALESCE(last_unhealthy_at, 0) < ?
            """, [.moment(moment), .text(code), .id(id), .moment(moment)])
    }
}
