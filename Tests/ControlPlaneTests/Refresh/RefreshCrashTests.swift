//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Storage
import Synchronization
import Testing

/// A process that ends between any two steps of a refresh, and the next one.
@Suite
struct RefreshCrashTests {
    /// The answer has arrived and is not yet noted: all that a strict vendor's token can be lost in.
    static let window: Set<Failpoint> = [.answerRead, .answerSealed]

    @Test(arguments: Failpoint.allCases, ModelVendor.Rule.allCases)
    func theNextProcessGoesOnFromTheLastCommit(point: Failpoint, rule: ModelVendor.Rule) async throws {
        let rig = try await RefreshRig(rule)
        defer { rig.remove() }
        let first = try await rig.process()
        let made = try await rig.connect(first)
        rig.trap(point)
        try await self.provoke(point, rig, first, made.id)

        // What the first process still had under way ended with it.
        let second = try await rig.process()
        try? await second.refresh.recover()
        rig.traps.withLock { $0 = [:] }
        try await second.refresh.recover()
        rig.advance(seconds: 7_300)
        let token = await rig.token(made.id, second)

        #expect(rig.passed.withLock { $0.contains(point) }, "never came to \(point)")
        if rule == .strict, Self.window.contains(point) {
            #expect(token == nil)
        } else if point != .refusalWritten {
            #expect(token != nil)
        }
        #expect(rig.vendor.state.withLock { $0.parallel } == 0)
        #expect(try await rig.attempts(made.id, second).allSatisfy { $0.state != .received && $0.state != .started })
    }

    /// Brings a flight to the point.
    private func provoke(
        _ point: Failpoint, _ rig: RefreshRig, _ process: RefreshRig.Process, _ id: ConnectionID
    ) async throws {
        switch point {
        case .requestFailed: rig.vendor.state.withLock { $0.weather = [.unreachable] }
        case .backoffWritten: rig.vendor.state.withLock { $0.weather = [.busy] }
        case .refusalWritten: rig.vendor.state.withLock { $0.families[1]?.isRevoked = true }
        case .replayBefore, .replayOpened, .replayDone:
            // Leaves an answer to replay.
            rig.trap(.answerCommitted)
            _ = await process.refresh.refresh(id)
        case .waitBefore:
            // Another process holds the lease.
            let other = try await rig.process("other")
            rig.trap(.answerCommitted)
            _ = await other.refresh.refresh(id)
            rig.advance(seconds: 1)
        default: break
        }
        if point == .recoverBefore || point == .recoverDone {
            try? await process.refresh.recover()
        } else {
            _ = await process.refresh.refresh(id)
        }
    }

    @Test
    func anAnswerThatComesLateIsNotPutOverANewerOne() async throws {
        let rig = try await RefreshRig(.reusable)
        defer { rig.remove() }
        let slow = try await rig.process("slow")
        let quick = try await rig.process("quick")
        let made = try await rig.connect(slow)
        rig.vendor.state.withLock {
            $0.weather = [.stalled]
            $0.isStallOver = false
        }
        async let late = slow.refresh.refresh(made.id)
        while rig.vendor.state.withLock({ $0.issued.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }

        // The lease of the slow one ends; the other gets a token by the same refresh token.
        rig.advance(seconds: 46)
        #expect(await quick.refresh.refresh(made.id) == .refreshed)
        rig.vendor.state.withLock { $0.isStallOver = true }

        #expect(await late == .refreshed)
        #expect(await rig.token(made.id, quick) == "a-1-3")
        #expect(try await rig.attempts(made.id, quick).compactMap(\.outcome).sorted() == ["applied", "superseded"])
    }

    @Test
    func anAnswerThatComesLateSavesAConnectionThatWasGivenUp() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let slow = try await rig.process("slow")
        let quick = try await rig.process("quick")
        let made = try await rig.connect(slow)
        rig.vendor.state.withLock {
            $0.weather = [.stalled]
            $0.isStallOver = false
        }
        async let late = slow.refresh.refresh(made.id)
        while rig.vendor.state.withLock({ $0.issued.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
        rig.advance(seconds: 46)
        #expect(await quick.refresh.refresh(made.id) == .unauthorized)
        // A vendor that does not take a second use for theft.
        rig.vendor.state.withLock { $0.families[1]?.isRevoked = false }
        rig.vendor.state.withLock { $0.isStallOver = true }

        #expect(await late == .refreshed)
        #expect(await rig.token(made.id, quick) == "a-1-2")
        #expect(try await rig.row(made.id, quick)?.isUnauthorized == false)
        #expect(rig.notices.withLock { $0 } == [.unhealthy(code: "invalid_grant"), .healthy])
    }

    @Test
    func twoProcessesRefreshOnce() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let processes = [try await rig.process("one"), try await rig.process("two"), try await rig.process("three")]
        let made = try await rig.connect(processes[0])
        rig.advance(seconds: 3_601)

        let tokens = await withTaskGroup(of: String?.self) { group in
            for number in 0..<60 { group.addTask { await rig.token(made.id, processes[number % 3]) } }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }

        #expect(tokens.allSatisfy { $0 == "a-1-2" })
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
    }

    @Test
    func aCustomersOwnChangeWins() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        rig.vendor.state.withLock {
            $0.weather = [.stalled]
            $0.isStallOver = false
        }
        async let outcome = process.refresh.refresh(made.id)
        while rig.vendor.state.withLock({ $0.issued.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
        var patch = ConnectionPatch()
        patch.auth = rig.auth()
        _ = try await process.connections.update(made.id, with: patch, in: rig.workspace)
        rig.vendor.state.withLock { $0.isStallOver = true }

        #expect(await outcome == .refreshed)
        #expect(await rig.token(made.id, process) == "a-2-3")
    }

    @Test
    func aChangeOfAnotherMemberDoesNotLoseTheNewToken() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        rig.vendor.state.withLock {
            $0.weather = [.stalled]
            $0.isStallOver = false
        }
        async let outcome = process.refresh.refresh(made.id)
        while rig.vendor.state.withLock({ $0.issued.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
        var patch = ConnectionPatch()
        // Seals the secrets anew, the same ones.
        patch.auth = ConnectionAuth()
        patch.auth?.name = "Ada"
        patch.externalXref = "customer-1"
        _ = try await process.connections.update(made.id, with: patch, in: rig.workspace)
        rig.vendor.state.withLock { $0.isStallOver = true }

        #expect(await outcome == .refreshed)
        #expect(await rig.token(made.id, process) == "a-1-2")
        let row = try #require(try await rig.row(made.id, process))
        #expect(row.name == "Ada")
        #expect(row.externalXref == "customer-1")
    }
}
