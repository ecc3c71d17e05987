//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import NIOCore
import TestSupport
import Testing

/// How records leave the shards: by themselves, all of them at the end, and never at the price of an exchange.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct RecordDeliveryTests {
    @Test
    func recordsComeByThemselves() async throws {
        try await PlaneUnderTest.start(shards: 2).run { plane in
            try plane.passTime(exchanges: 3)

            #expect(eventually { plane.records.records.count == 3 })
        }
    }

    /// More than a buffer holds are handed over before the sweep.
    @Test
    func manyRecordsAllArrive() async throws {
        try await PlaneUnderTest.start().run { plane in
            try plane.passTime(exchanges: 3_000)

            #expect(eventually { plane.records.records.count == 3_000 })
            #expect(Set(plane.records.records.map(\.id)).count == 3_000)
            #expect(try Blocking.wait { await plane.plane.counters().droppedRecords } == 0)
        }
    }

    @Test
    func drainingHandsOverTheRest() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([.usual, VendorScript(.readRequest, .waitForClose)])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.vendor.requests.count == 2 })
            _ = try plane.drain(within: .zero)

            #expect(plane.records.records.map(\.status) == [200, nil])
            #expect(plane.records.records.map(\.ending) == [.complete, .left])
        }
    }

    /// Every answer comes, the records that nobody takes are counted, and those that wait are not lost.
    @Test
    func aSlowSinkStopsNobody() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.records.hold()
            for _ in 0..<40 {
                try plane.passTime(exchanges: 1)
                try plane.sweep(after: .zero)
            }
            let dropped = try Blocking.wait { await plane.plane.counters().droppedRecords }
            #expect(dropped > 0)
            #expect(dropped < 40)
            plane.records.letGo()

            #expect(eventually { plane.records.records.count == 40 - Int(dropped) })
        }
    }
}
