//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Testing

/// What calls tell of their connections.
@Suite struct HealthTests {
    @Test func whatIsAsItWasIsWrittenOnceInHalfAMinute() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var tracker = HealthTracker()
        let id = ConnectionID(high: 1, low: 1)
        func times(_ records: RequestRecord...) -> [Int64] { tracker.marks(of: records).map(\.at.milliseconds) }

        #expect(times(plane.record(1, of: id, at: 0), plane.record(2, of: id, at: 10)) == [10])
        #expect(times(plane.record(3, of: id, at: 20_000)) == [])
        #expect(times(plane.record(4, of: id, status: 401, at: 20_001)) == [20_001])
        #expect(times(plane.record(5, of: id, status: 401, at: 25_000)) == [])
        #expect(times(plane.record(6, of: id, status: 403, at: 25_001)) == [25_001])
        #expect(times(plane.record(7, of: id, at: 55_001)) == [55_001])
    }

    @Test(
        arguments: [
            (200, nil, true), (302, nil, true), (404, nil, true), (429, nil, true), (500, nil, nil),
            (401, nil, false), (401, "connection_unauthorized", false), (504, "upstream_timeout", nil),
            (403, "connection_paused", nil), (nil, nil, nil),
        ] as [(Int?, String?, Bool?)])
    func aCallTells(status: Int?, failure: String?, isHealthy: Bool?) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var tracker = HealthTracker()
        let record = plane.record(1, of: ConnectionID(high: 1, low: 1), status: status, failure: failure)

        #expect(tracker.marks(of: [record]).map { $0.code == nil } == (isHealthy.map { [$0] } ?? []))
    }

    @Test func aConnectionIsMarkedWithoutAChangeOfVersion() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        try await plane.log(
            plane.record(1, of: made.id, at: 100), plane.record(2, of: made.id, status: 401, at: 200))
        let changes = plane.world.changes.count

        let shown = try await plane.connections.get(made.id, in: plane.workspace)

        #expect(shown.lastHealthyAt == Timestamp(milliseconds: 100))
        #expect(shown.lastUnhealthyAt == Timestamp(milliseconds: 200))
        #expect(shown.lastUnhealthyCode == "401")
        #expect(shown.version == made.version)
        #expect(plane.world.changes.count == changes)
        #expect(shown.health(now: Timestamp(milliseconds: 300)) == .unhealthyNow)
        #expect(shown.health(now: Timestamp(milliseconds: 200_000_000)) == .unhealthy)
    }

    @Test func wordsForHealth() {
        func health(_ healthy: Int64?, _ unhealthy: Int64?, unauthorized: Bool = false) -> String {
            ConnectionHealth(
                healthyAt: healthy.map { Timestamp(milliseconds: $0) },
                unhealthyAt: unhealthy.map { Timestamp(milliseconds: $0) }, isUnauthorized: unauthorized,
                now: Timestamp(milliseconds: 1_000)
            ).rawValue
        }

        #expect(health(nil, nil) == "New")
        #expect(health(5, nil) == "Healthy")
        #expect(health(5, 4) == "Healthy")
        #expect(health(4, 5) == "Unhealthy now")
        #expect(health(nil, 5) == "Unhealthy")
        #expect(health(5, 4, unauthorized: true) == "Unhealthy now")
        #expect(health(.min, .max) == "Unhealthy")
    }

    @Test func aChangeOfHealthIsToldOfOnce() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        let writer = plane.writer
        func call(_ number: UInt32, _ status: Int, at time: Int64) async throws {
            let record = plane.record(number, of: made.id, status: status, at: time)
            try await writer.write([record].compactMap(LoggedCall.init))
        }
        try await call(1, 200, at: 1_000)
        try await call(2, 401, at: 2_000)
        try await call(3, 401, at: 40_000)
        try await call(4, 200, at: 50_000)
        // Too soon after it was said to be well again; told of when it goes on.
        try await call(5, 401, at: 60_000)
        #expect(try await plane.events() == ["CONNECTION_UNHEALTHY", "CONNECTION_HEALTHY"])
        try await call(6, 401, at: 700_000)

        #expect(
            try await plane.events() == ["CONNECTION_UNHEALTHY", "CONNECTION_HEALTHY", "CONNECTION_UNHEALTHY"])
    }
}
