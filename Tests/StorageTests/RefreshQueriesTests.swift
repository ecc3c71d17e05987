//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Storage
import Testing

/// The journal of refreshes on a real database.
@Suite
struct RefreshQueriesTests {
    private func attempt(_ number: Int, fence: UInt64 = 1, at: Int64 = 1) -> RefreshAttempt {
        RefreshAttempt(
            id: "\(Sample.id(number))-\(fence)", connection: Sample.id(number), workspace: Sample.workspace(),
            fence: fence, version: 1, at: Timestamp(milliseconds: at))
    }

    @Test
    func aLeaseIsKeptAndGivenBackByItsFenceAlone() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await database.open()
        var lease = RefreshLease(
            connection: Sample.id(1), fence: 7, holder: "server:1", expiresAt: Timestamp(milliseconds: 50))
        lease.appliedFence = 5
        lease.failures = 3
        lease.notBefore = Timestamp(milliseconds: 40)
        let kept = lease

        try await store.write { try $0.refreshes.put(kept) }
        try await store.write { try $0.refreshes.release(Sample.id(1), fence: 6) }
        let held = try #require(try await store.read { try $0.refreshes.lease(of: Sample.id(1)) })
        try await store.write { try $0.refreshes.release(Sample.id(1), fence: 7) }
        let released = try #require(try await store.read { try $0.refreshes.lease(of: Sample.id(1)) })

        #expect(held.expiresAt == Timestamp(milliseconds: 50))
        #expect((held.fence, held.appliedFence, held.failures) == (7, 5, 3))
        #expect(held.notBefore == Timestamp(milliseconds: 40))
        #expect(released.expiresAt == Timestamp(milliseconds: 0))
        #expect(released.appliedFence == 5)
    }

    @Test
    func onlyLeasesOfTheRoleEnd() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await database.open()
        try await store.write { transaction in
            for (number, holder) in [(1, "server:a"), (2, "command:a"), (3, "servers:a")] {
                try transaction.refreshes.put(
                    RefreshLease(
                        connection: Sample.id(number), fence: 1, holder: holder,
                        expiresAt: Timestamp(milliseconds: 50)))
            }
        }

        let ended = try await store.write { try $0.refreshes.endLeases(ofHoldersNamed: "server:") }

        #expect(ended == 1)
        let left = try await store.read { transaction in
            try [1, 2, 3].map { try transaction.refreshes.lease(of: Sample.id($0))?.expiresAt.milliseconds }
        }
        #expect(left == [0, 50, 50])
    }

    @Test
    func anAnswerIsKeptUntilItsAttemptIsClosed() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await database.open()
        let attempt = self.attempt(1)
        let moment = Timestamp(milliseconds: 9)
        try await store.write { try $0.refreshes.insert(attempt) }
        try await store.write { try $0.refreshes.giveUp(on: Sample.id(1), before: 2, at: moment) }

        let isKept = try await store.write { try $0.refreshes.receive(attempt.id, sealed: ([1], [2, 3]), at: moment) }
        let received = try #require(try await store.read { try $0.refreshes.attempts(of: Sample.id(1)) }.first)
        let unapplied = try await store.read { try $0.refreshes.unapplied(limit: 10) }
        try await store.write { try $0.refreshes.close(attempt.id, outcome: "applied", at: moment) }
        let isKeptAgain = try await store.write { try $0.refreshes.receive(attempt.id, sealed: ([1], [2]), at: moment) }
        let closed = try #require(try await store.read { try $0.refreshes.attempts(of: Sample.id(1)) }.first)

        #expect(isKept)
        #expect(received.state == .received)
        #expect(received.sealedAnswer == [2, 3])
        #expect(unapplied == [Sample.id(1)])
        #expect(!isKeptAgain)
        #expect(closed.state == .closed)
        #expect(closed.sealedAnswer == nil)
        #expect(closed.outcome == "applied")
    }

    @Test
    func whatIsDueIsFoundByTheIndexTheLongestDueFirst() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let store = try await database.open()
        try await store.write { transaction in
            try transaction.workspaces.insert(Sample.workspace(), name: "w", at: Timestamp(milliseconds: 1))
            for (number, moment) in [(1, 300), (2, 100), (3, 200), (4, 900), (5, 150), (6, 160)] as [(Int, Int64)] {
                _ = try transaction.connections.put(
                    Sample.row(number) { $0.refreshAt = Timestamp(milliseconds: moment) })
            }
            _ = try transaction.connections.put(Sample.row(7))
            // Refreshed by somebody now; left alone after a failure.
            try transaction.refreshes.put(
                RefreshLease(
                    connection: Sample.id(5), fence: 1, holder: "x", expiresAt: Timestamp(milliseconds: 600)))
            var failed = RefreshLease(
                connection: Sample.id(6), fence: 1, holder: "x", expiresAt: Timestamp(milliseconds: 0))
            failed.notBefore = Timestamp(milliseconds: 600)
            try transaction.refreshes.put(failed)
        }

        let due = try await store.read { try $0.refreshes.due(at: Timestamp(milliseconds: 500), limit: 10) }
        try await store.write { try $0.refreshes.schedule(Sample.id(2), at: nil) }
        let later = try await store.read { try $0.refreshes.due(at: Timestamp(milliseconds: 950), limit: 4) }

        #expect(due == [2, 3, 1].map(Sample.id))
        #expect(later == [5, 6, 3, 1].map(Sample.id))
    }
}
