//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Model
import Storage
import StorageSQLite
import Testing

@Suite struct CrashTests {
    @Test func whatWasCommittedSurvivesAKillInTheMiddleOfAWrite() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let path = database.path

        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let store = try await Store.open(try SQLiteDriver(path: path), now: Timestamp(milliseconds: 1))
            try await store.write { transaction in
                try transaction.workspaces.insert(Sample.workspace(), name: "w", at: Timestamp(milliseconds: 1))
            }
            for number in 1...50 { _ = try await store.write { try $0.connections.put(Sample.row(number)) } }
            try await store.write { transaction in
                // More than SQLite's page cache holds, so that a part of it is in the log already.
                for number in 51...20_000 { _ = try transaction.connections.put(Sample.row(number)) }
                kill(getpid(), SIGKILL)
            }
        }

        let store = try await database.open()
        let count = try await store.read { try $0.connections.count(in: Sample.workspace()) }
        let integrity = try await SQLiteDriver(path: path).read { session in
            try session.rows("PRAGMA integrity_check", []).first?.text(0)
        }
        #expect(count == 50)
        #expect(integrity == "ok")
    }
}
