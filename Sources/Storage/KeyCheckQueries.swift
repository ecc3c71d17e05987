//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Hashes of the keys that the database was written with.
package struct KeyCheckQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    package func all() throws(StoreError) -> [String: [UInt8]] {
        var checks: [String: [UInt8]] = [:]
        for row in try self.session.rows("SELECT name, digest FROM key_checks", []) {
            checks[try row.text(0)] = try row.blob(1)
        }
        return checks
    }

    package func add(_ name: String, _ digest: [UInt8]) throws(StoreError) {
        try self.session.execute(
            "INSERT INTO key_checks (name, digest) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
            [.text(name), .blob(digest)])
    }
}
