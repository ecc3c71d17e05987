//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Model
import Storage
import StorageSQLite
import Testing

/// A database file of one test.
struct TemporaryDatabase {
    let directory: URL

    init() throws {
        self.directory = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
    }

    var path: String { self.directory.appendingPathComponent("passthrough.sqlite").path }

    func open() async throws -> Store {
        try await Store.open(try SQLiteDriver(path: self.path), now: Timestamp(milliseconds: 1_700_000_000_000))
    }

    func remove() { try? FileManager.default.removeItem(at: self.directory) }
}

/// Rows for tests.
enum Sample {
    static func workspace(_ number: UInt32 = 1) -> WorkspaceID { WorkspaceID(high: 0xAA, low: number) }

    static func id(_ number: Int) -> ConnectionID { ConnectionID(high: 0xC0, low: UInt32(number)) }

    static func row(
        _ number: Int, in workspace: WorkspaceID = Self.workspace(), _ change: (inout Connection) -> Void = { _ in }
    ) -> ConnectionRow {
        var connection = Connection(
            id: self.id(number), workspace: workspace, version: 1, createdAt: Timestamp(milliseconds: Int64(number)),
            updatedAt: Timestamp(milliseconds: Int64(1000 - number)), integrationType: "generic",
            environment: "Production", auth: ConnectionAuth())
        change(&connection)
        return ConnectionRow(
            connection: connection, sealedVersion: 1, publicAuth: "{}", sealed: ([1, 2, 3], [4, 5, 6]))
    }
}
