//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Storage
import Synchronization
import Testing

/// One refresh at a time, on a real database.
@Suite
struct RefreshServiceTests {
    @Test
    func aTokenThatEndsIsUsedAndRenewedMeanwhile() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        rig.advance(seconds: 3_600 - 299)

        let during = await rig.token(made.id, process)
        await process.refresh.settle()
        let after = await rig.token(made.id, process)

        #expect(during == "a-1-1")
        #expect(after == "a-1-2")
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
        #expect(rig.forgotten.withLock { $0.count } == 2)
    }

    @Test
    func aTokenThatHasEndedIsRenewedFirst() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        rig.advance(seconds: 3_601)

        let tokens = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<500 { group.addTask { await rig.token(made.id, process) } }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }

        #expect(tokens.count == 500)
        #expect(tokens.allSatisfy { $0 == "a-1-2" })
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
        #expect(rig.calls.withLock { $0.map(\.url) } == ["https://vendor.example/token"])
        #expect(rig.calls.withLock { $0.map(\.status) } == [200])
    }

    @Test
    func aRefusedTokenIsReplacedOnce() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        let version = await rig.version(made.id, process)

        let answers = await withTaskGroup(of: RefreshAnswer.self) { group in
            for _ in 0..<50 { group.addTask { await process.refresh.refused(made.id, version: version) } }
            return await group.reduce(into: [RefreshAnswer]()) { $0.append($1) }
        }

        #expect(answers.allSatisfy { $0 == .refreshed })
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
        #expect(await rig.token(made.id, process) == "a-1-2")
    }

    @Test
    func whatAnotherProcessRefreshedIsForgottenHereToo() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let processes = [try await rig.process("one"), try await rig.process("two")]
        let made = try await rig.connect(processes[0])
        let version = await rig.version(made.id, processes[0])
        #expect(await processes[1].refresh.refresh(made.id) == .refreshed)
        let fresh = await rig.version(made.id, processes[0])
        rig.forgotten.withLock { $0 = [] }

        #expect(await processes[0].refresh.refused(made.id, version: version) == .refreshed)

        #expect(rig.forgotten.withLock { $0 } == [.connection(made.id, version: fresh)])
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
    }

    @Test
    func aChangeThatLeavesTheCredentialAloneIsNoRefresh() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        let version = await rig.version(made.id, process)
        var patch = ConnectionPatch()
        patch.externalXref = "customer-1"
        _ = try await process.connections.update(made.id, with: patch, in: rig.workspace)

        #expect(await process.refresh.refused(made.id, version: version) == .refreshed)
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
        let row = try #require(try await rig.row(made.id, process))
        #expect(row.externalXref == "customer-1")
    }

    @Test
    func aRefusalOfTheRefreshTokenIsTheCustomersToMend() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        let version = await rig.version(made.id, process)
        rig.vendor.state.withLock { $0.families[1]?.isRevoked = true }

        #expect(await process.refresh.refused(made.id, version: version) == .unauthorized)

        guard case .unusable = await process.snapshots.snapshot(for: made.id) else {
            Issue.record("a refused credential is handed out")
            return
        }
        let shown = try await process.connections.get(made.id, in: rig.workspace)
        #expect(shown.isUnauthorized)
        #expect(shown.lastUnhealthyCode == "invalid_grant")
        #expect(shown.lastUnhealthyAt == rig.now)
        #expect(rig.notices.withLock { $0 } == [.unhealthy(code: "invalid_grant")])
        // Nobody asks again until there is another credential.
        #expect(await process.refresh.refused(made.id, version: version) == .unauthorized)
        #expect(rig.vendor.state.withLock { $0.requests } == 1)

        var patch = ConnectionPatch()
        patch.auth = rig.auth()
        _ = try await process.connections.update(made.id, with: patch, in: rig.workspace)
        #expect(await rig.token(made.id, process) == "a-2-2")
    }

    @Test
    func aValidTokenIsUsedThoughItCannotBeRenewed() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        rig.vendor.state.withLock { $0.families[1]?.isRevoked = true }
        rig.advance(seconds: 3_500)

        _ = await rig.token(made.id, process)
        await process.refresh.settle()
        #expect(await rig.token(made.id, process) == "a-1-1")
        rig.advance(seconds: 101)
        #expect(await rig.token(made.id, process) == nil)
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
    }

    @Test(arguments: [ModelVendor.Weather.unreachable, .cut, .unavailable, .busy])
    func aFailureThatPassesIsNoRefusal(weather: ModelVendor.Weather) async throws {
        let rig = try await RefreshRig(.reusable)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)
        rig.vendor.state.withLock { $0.weather = [weather] }
        rig.advance(seconds: 3_601)

        guard case .unavailable = await process.snapshots.snapshot(for: made.id) else {
            Issue.record("not unavailable")
            return
        }
        // The vendor is left alone for a moment, and asked again after it.
        #expect(await rig.token(made.id, process) == nil)
        #expect(rig.vendor.state.withLock { $0.requests } == 1)
        rig.advance(seconds: 3)
        #expect(await rig.token(made.id, process) != nil)
        #expect(try await rig.row(made.id, process)?.isUnauthorized == false)
        #expect(rig.notices.withLock { $0.isEmpty })
    }

    @Test
    func anAnswerWithoutARefreshTokenLeavesTheOldOne() async throws {
        let rig = try await RefreshRig(.constant)
        defer { rig.remove() }
        let process = try await rig.process()
        let made = try await rig.connect(process)

        for serial in 2...4 {
            rig.advance(seconds: 3_601)
            #expect(await rig.token(made.id, process) == "a-1-\(serial)")
        }
    }

    @Test
    func theSweepRenewsWhatNobodyUses() async throws {
        let rig = try await RefreshRig(.strict)
        defer { rig.remove() }
        let process = try await rig.process()
        var made: [ConnectionID] = []
        for _ in 0..<20 { made.append(try await rig.connect(process).id) }
        await process.sweep.sweep()
        #expect(rig.vendor.state.withLock { $0.requests } == 0)
        rig.advance(seconds: 3_400)

        await process.sweep.sweep()
        await process.sweep.sweep()

        #expect(rig.vendor.state.withLock { $0.requests } == 20)
        rig.advance(seconds: 400)
        for id in made { #expect(await rig.token(id, process) != nil) }
        #expect(rig.vendor.state.withLock { $0.requests } == 20)
    }

    @Test
    func aDeletedConnectionStaysDeletedAndItsTokensAreRevoked() async throws {
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

        try await process.connections.delete(made.id, in: rig.workspace)
        rig.vendor.state.withLock { $0.isStallOver = true }

        #expect(await outcome == .gone)
        await process.revocations.settle()
        #expect(try await rig.row(made.id, process) == nil)
        #expect(try await rig.attempts(made.id, process).isEmpty)
        #expect(rig.vendor.state.withLock { $0.families[1]?.isRevoked } == true)
        #expect(rig.calls.withLock { $0.contains { $0.kind == .revocation && $0.error == nil } })
    }
}
