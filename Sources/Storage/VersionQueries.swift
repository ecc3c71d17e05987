//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Hands out the versions of rows.
///
/// One count for all rows: a connection that is deleted and imported again never has a version that a shard has
/// already been told to forget (DESIGN section 1).
package struct VersionQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    /// The last version that was given, 0 before the first.
    package func latest() throws(StoreError) -> UInt64 {
        let rows = try self.session.rows("SELECT value FROM counters WHERE name = 'version'", [])
        return UInt64(truncatingIfNeeded: try rows.first?.integer(0) ?? 0)
    }

    /// The next version, never given before.
    package func next() throws(StoreError) -> UInt64 {
        let rows = try self.session.rows(
            """
            INSERT INTO counters (name, value) VALUES ('version', 1)
            ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value
            """, [])
        guard let value = try rows.first?.integer(0), let version = UInt64(exactly: value) else {
            throw .unexpected(column: 0)
        }
        return version
    }
}
