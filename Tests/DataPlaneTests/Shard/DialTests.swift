//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// Which of a name's addresses is talked to (RFC 8305, DESIGN section 7).
@Suite(.serialized, .timeLimit(.minutes(1)))
struct DialTests {
    /// A vendor on loopback, and a port that answers nobody.
    static func bench(
        _ vendor: ScriptedVendor, _ addresses: [SocketAddress]?, exceptions: [String]? = nil,
        _ change: (inout DataPlaneConfiguration) -> Void = { _ in }
    ) throws -> ShardBench {
        try ShardBench(
            port: vendor.port, addresses: addresses,
            exceptions: exceptions ?? ["\(ShardBench.host):\(vendor.port)"], change)
    }

    @Test
    func anAddressThatSwallowsEverythingIsPassedOver() throws {
        let vendor = try ScriptedVendor()
        let hole = try FullListener()
        let bench = try Self.bench(
            vendor, [try ShardBench.loopback(hole.port), try ShardBench.loopback(vendor.port)])

        #expect(try bench.answer(to: bench.caller()) == "200")
        // The attempt that lost is given up: the caller's and the vendor's channel are left.
        #expect(bench.shard.reactor.openChannels == 2)
        #expect(vendor.channelsOpened == 1)
        withExtendedLifetime(hole) {}
    }

    @Test
    func anAddressThatRefusesIsPassedOverAtOnce() throws {
        let vendor = try ScriptedVendor()
        var addresses = try (0..<10).map { _ in try ShardBench.loopback(try ClosedPort.find()) }
        addresses.append(try ShardBench.loopback(vendor.port))
        let bench = try Self.bench(vendor, addresses)

        #expect(try bench.answer(to: bench.caller()) == "200")
        #expect(bench.shard.reactor.openChannels == 2)
    }

    /// The first that is ready wins, and the others are not talked to.
    @Test
    func oneChannelIsEnough() throws {
        let vendor = try ScriptedVendor()
        let bench = try Self.bench(vendor, try (0..<8).map { _ in try ShardBench.loopback(vendor.port) })

        #expect(try bench.answer(to: bench.caller()) == "200")
        #expect(bench.shard.reactor.openChannels == 2)
        #expect(vendor.channelsOpened == 1)
    }

    @Test
    func whenAllRefuseTheVendorIsUnreachable() throws {
        let vendor = try ScriptedVendor()
        let bench = try Self.bench(vendor, try (0..<3).map { _ in try ShardBench.loopback(try ClosedPort.find()) })
        let caller = try bench.caller()

        #expect(try bench.answer(to: caller) == "502 upstream_unreachable")
        #expect(bench.shard.reactor.openChannels == 1)
        // The caller's channel is none the worse for it.
        bench.addresses = [try ShardBench.loopback(vendor.port)]
        _ = try caller.send(Array(PlaneUnderTest.request().utf8))
        #expect(try bench.answer(to: caller) == "200")
    }

    @Test
    func aNameWithoutAddressesIsUnreachable() throws {
        let vendor = try ScriptedVendor()
        let bench = try Self.bench(vendor, [])

        #expect(try bench.answer(to: bench.caller()) == "502 upstream_unreachable")
    }

    @Test
    func whenAllAreSilentTimeIsUp() throws {
        let vendor = try ScriptedVendor()
        let holes = [try FullListener(), try FullListener()]
        let bench = try Self.bench(vendor, try holes.map { try ShardBench.loopback($0.port) }) {
            $0.deadlines.connect = .milliseconds(400)
        }

        #expect(try bench.answer(to: bench.caller()) == "504 connect_timeout")
        #expect(bench.shard.reactor.openChannels == 1)
        withExtendedLifetime(holes) {}
    }

    @Test
    func aNameThatIsNotResolvedInTimeIsATimeout() throws {
        let vendor = try ScriptedVendor()
        let bench = try Self.bench(vendor, nil) { $0.deadlines.connect = .milliseconds(100) }
        let caller = try bench.caller()

        #expect(try bench.answer(to: caller) == "504 connect_timeout")
        // The answer that comes late is nobody's.
        bench.addresses = [try ShardBench.loopback(vendor.port)]
        _ = try caller.send(Array(PlaneUnderTest.request().utf8))
        #expect(try bench.answer(to: caller) == "200")
        #expect(vendor.channelsOpened == 1)
    }

    // MARK: - Policy

    @Test
    func whenAllAreDeniedNobodyIsDialled() throws {
        let vendor = try ScriptedVendor()
        let bench = try Self.bench(
            vendor, [try ShardBench.loopback(vendor.port), try ShardBench.loopback(vendor.port, last: 2)],
            exceptions: [])

        #expect(try bench.answer(to: bench.caller()) == "502 upstream_unreachable")
        #expect(vendor.channelsOpened == 0)
    }

    /// A name that is one thing for the check and another for the dial: each address is judged by itself.
    @Test
    func onlyWhatIsAllowedIsDialled() throws {
        let vendor = try ScriptedVendor()
        let denied = try ScriptedVendor()
        let bench = try Self.bench(
            vendor,
            [try ShardBench.loopback(denied.port, last: 2), try ShardBench.loopback(vendor.port)],
            exceptions: ["127.0.0.1/32:\(vendor.port)"])

        #expect(try bench.answer(to: bench.caller()) == "200")
        #expect(denied.channelsOpened == 0)
    }

    // MARK: - Ends

    /// A dial that nobody waits for any more ends in the pool, and the next request uses it.
    @Test
    func aDialWhoseCallerLeftIsNotLost() throws {
        let vendor = try ScriptedVendor()
        let bench = try Self.bench(vendor, nil)
        for _ in 0..<20 {
            let caller = try bench.caller()
            try bench.bench.turn(times: 3)
            caller.reset()
        }
        try bench.turn { bench.shard.reactor.openChannels == 0 }
        bench.addresses = [try ShardBench.loopback(vendor.port)]

        #expect(try bench.answer(to: bench.caller()) == "200")
        #expect(vendor.channelsOpened <= 21)
    }

    /// Whatever is under way when a shard ends is closed: attempts, callers, channels that are lent.
    @Test(arguments: [false, true])
    func aShardThatEndsDuringADialLeavesNothing(isResolved: Bool) throws {
        let vendor = try ScriptedVendor()
        let holes = [try FullListener(), try FullListener(), try FullListener()]
        weak var left: Shard?
        do {
            let bench = try Self.bench(vendor, isResolved ? try holes.map { try ShardBench.loopback($0.port) } : nil)
            left = bench.shard
            let callers = try (0..<5).map { _ in try bench.caller() }
            try bench.turn { bench.shard.reactor.openChannels >= (isResolved ? 10 : 5) }
            bench.shard.closeAll()

            #expect(bench.shard.reactor.openChannels == 0)
            for caller in callers { #expect((try? caller.receive()) != .some(nil)) }
        }
        #expect(left == nil)
        withExtendedLifetime(holes) {}
    }
}
