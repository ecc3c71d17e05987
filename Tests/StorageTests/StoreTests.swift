//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Model
import Storage
import StorageSQLite
import Testing

@Suite struct StoreTests {
    private let moment = Timestamp(milliseconds: 1)

    private func store(_ database: TemporaryDatabase) async throws -> Store {
        let store = try await database.open()
        try await store.write { [moment] transaction in
            for number in [UInt32(1), 2] where try !transaction.workspaces.exists(Sample.workspace(number)) {
                try transaction.workspaces.insert(Sample.workspace(number), name: "w", at: moment)
            }
        }
        return store
    }

    @Test func openingTwiceKeepsWhatIsThere() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let first = try await self.store(database)
        _ = try await first.write { try $0.connections.put(Sample.row(1)) }

        let second = try await database.open()

        #expect(try await second.read { try $0.connections.find(Sample.id(1)) } != nil)
    }

    @Test func aDatabaseOfANewerVersionIsRefused() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        _ = try await database.open()
        let driver = try SQLiteDriver(path: database.path)
        try await driver.write { session in
            _ = try session.execute("INSERT INTO schema_steps (number, applied_at) VALUES (99, 0)", [])
        }

        let refusal = await #expect(throws: StoreError.self) { try await database.open() }
        guard case .schemaTooNew(found: 99, known: _) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: database.path))
        await #expect(throws: StoreError.self) { try await database.open() }
    }

    @Test func aPathThatCannotBeOpenedIsRefused() async throws {
        #expect(throws: StoreError.cannotOpen(errno: ENOENT)) { try SQLiteDriver(path: "/nowhere/at/all.sqlite") }
    }

    @Test func theFilesAreTheOwnersAlone() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await self.store(database)
        _ = try await store.write { try $0.connections.put(Sample.row(1)) }

        for name in try FileManager.default.contentsOfDirectory(atPath: database.directory.path) {
            let path = database.directory.appendingPathComponent(name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func commitsAreDurableAndForeignKeysAreKept() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let driver = try SQLiteDriver(path: database.path)
        let answers = try await driver.write { session in
            try ["PRAGMA synchronous", "PRAGMA foreign_keys"].map { try session.rows($0, []).first?.integer(0) }
        }
        let journal = try await driver.write { session in try session.rows("PRAGMA journal_mode", []).first?.text(0) }
        #expect(answers == [2, 1])
        #expect(journal == "wal")
    }

    @Test func everyColumnReadsBack() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await self.store(database)
        let row = Sample.row(1) { connection in
            connection.externalXref = "x'\"; DROP TABLE connections --"
            connection.permissions = ["crm_contact_read", "ü"]
            connection.categories = ["crm"]
            connection.isPaused = true
            connection.version = 1 << 40
            connection.lastHealthyAt = Timestamp(milliseconds: 5)
            connection.lastUnhealthyAt = Timestamp(milliseconds: 6)
            connection.lastUnhealthyCode = "401"
            connection.auth.name = "Somebody"
        }

        _ = try await store.write { try $0.connections.put(row) }
        let found = try #require(try await store.read { try $0.connections.find(Sample.id(1)) })

        #expect(String(reflecting: found) == String(reflecting: row))
    }

    @Test func aWriteThatThrowsLeavesNothing() async throws {
        struct Refusal: Error {}
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await self.store(database)

        await #expect(throws: Refusal.self) {
            try await store.write { transaction in
                _ = try transaction.connections.put(Sample.row(1))
                throw Refusal()
            }
        }

        #expect(try await store.read { try $0.connections.find(Sample.id(1)) } == nil)
    }

    @Test func anIdOfAnotherWorkspaceIsNotOverwritten() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await self.store(database)
        #expect(try await store.write { try $0.connections.put(Sample.row(1)) })

        #expect(try await store.write { try $0.connections.put(Sample.row(1, in: Sample.workspace(2))) } == false)

        #expect(try await store.read { try $0.connections.owner(of: Sample.id(1)) } == Sample.workspace(1))
        #expect(try await store.write { try $0.connections.delete(Sample.id(1), in: Sample.workspace(2)) } == nil)
    }

    @Test func versionsNeverRepeat() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let (left, right) = (try await self.store(database), try await database.open())

        let versions = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for number in 0..<100 {
                group.addTask { try await (number % 2 == 0 ? left : right).write { try $0.versions.next() } }
            }
            return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
        }

        #expect(versions.count == 100)
    }

    @Test func twoOpeningsOfOneFileSeeEachOthersCommits() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let (left, right) = (try await self.store(database), try await database.open())

        _ = try await left.write { try $0.connections.put(Sample.row(1)) }
        #expect(try await right.read { try $0.connections.find(Sample.id(1)) } != nil)
        _ = try await right.write { try $0.connections.delete(Sample.id(1), in: Sample.workspace()) }
        #expect(try await left.read { try $0.connections.find(Sample.id(1)) } == nil)
    }

    @Test func aConnectionIsFoundByAnIndex() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        _ = try await self.store(database)
        let driver = try SQLiteDriver(path: database.path)
        let plan = try await driver.read { session in
            try session.rows("EXPLAIN QUERY PLAN SELECT * FROM connections WHERE id = ?", [.text("x")]).map {
                try $0.text(3)
            }
        }
        #expect(plan.count == 1)
        #expect(plan.first?.contains("SEARCH connections USING INDEX") == true)
    }
}
