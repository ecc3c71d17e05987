//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Storage
import Testing

@Suite struct ConnectionFilterTests {
    private func numbers(_ change: (inout ConnectionFilter) -> Void) async throws -> [Int] {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await database.open()
        try await store.write { transaction in
            for number in [UInt32(1), 2] {
                try transaction.workspaces.insert(Sample.workspace(number), name: "w", at: Timestamp(milliseconds: 1))
            }
            for number in 1...6 {
                let row = Sample.row(number) { connection in
                    connection.categories = number % 2 == 0 ? ["crm", "a%b"] : ["hris"]
                    connection.permissions = number == 3 ? ["crm_contact_read"] : ["crmXcontactXread"]
                    connection.environment = number == 5 ? "Sandbox" : "Production"
                    connection.externalXref = "x\(number)"
                    connection.auth.name = ["b", "a", "f", "e", "d", "c"][number - 1]
                }
                _ = try transaction.connections.put(row)
            }
            _ = try transaction.connections.put(Sample.row(7, in: Sample.workspace(2)))
        }
        var filter = ConnectionFilter(workspace: Sample.workspace())
        change(&filter)
        let ready = filter
        let rows = try await store.read { try $0.connections.list(ready) }
        return rows.compactMap { row in (1...7).first { Sample.id($0) == row.id } }
    }

    @Test func aWorkspacesConnectionsComeInOrderOfCreation() async throws {
        #expect(try await self.numbers { _ in } == [1, 2, 3, 4, 5, 6])
    }

    @Test func pagesFollowEachOther() async throws {
        #expect(
            try await self.numbers { filter in
                filter.limit = 2
                filter.offset = 2
            } == [3, 4])
    }

    @Test func orderAndSortAreAsAsked() async throws {
        #expect(try await self.numbers { $0.isDescending = true } == [6, 5, 4, 3, 2, 1])
        #expect(try await self.numbers { $0.sort = .updatedAt } == [6, 5, 4, 3, 2, 1])
        #expect(try await self.numbers { $0.sort = .name } == [2, 1, 6, 5, 4, 3])
    }

    @Test func anyOfTheCategoriesIsEnough() async throws {
        #expect(try await self.numbers { $0.categories = ["crm"] } == [2, 4, 6])
        #expect(try await self.numbers { $0.categories = ["crm", "hris"] } == [1, 2, 3, 4, 5, 6])
        #expect(try await self.numbers { $0.categories = ["cr"] } == [])
    }

    @Test func patternCharactersAreOrdinary() async throws {
        #expect(try await self.numbers { $0.permissions = ["crm_contact_read"] } == [3])
        #expect(try await self.numbers { $0.categories = ["%"] } == [])
        #expect(try await self.numbers { $0.categories = ["a%b"] } == [2, 4, 6])
        #expect(try await self.numbers { $0.categories = ["!"] } == [])
    }

    @Test func otherFiltersAreExact() async throws {
        #expect(try await self.numbers { $0.environment = "Sandbox" } == [5])
        #expect(try await self.numbers { $0.externalXref = "x4" } == [4])
        #expect(try await self.numbers { $0.externalXref = "x' OR '1'='1" } == [])
        #expect(try await self.numbers { $0.updatedGTE = Timestamp(milliseconds: 998) } == [1, 2])
    }
}
