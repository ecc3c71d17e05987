//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import NIOCore
import TestSupport
import Testing

/// How channels come to their end, and that none is left behind.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ShardLifeTests {
    @Test
    func drainingClosesWhatIsIdle() async throws {
        try await PlaneUnderTest.start(shards: 2).run { plane in
            let callers = try (0..<8).map { _ in try plane.caller() }
            for caller in callers {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == 200)
            }

            #expect(try plane.drain() == 0)
            for caller in callers { #expect(caller.isClosedByPeer()) }
            #expect(eventually { plane.vendor.openChannels == 0 })
            #expect(throws: (any Error).self) { try plane.caller() }
        }
    }

    @Test
    func drainingLetsAnExchangeFinish() async throws {
        try await PlaneUnderTest.start().run { plane in
            let gate = Gate()
            let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
            plane.vendor.expect([VendorScript(.readRequest, .await(gate), .send(answer))])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.vendor.requests.count == 1 })
            let drained = Blocking.start { await plane.drainOnce(within: .seconds(20)) }
            #expect(eventually { (try? plane.caller()) == nil })
            gate.open()
            let response = try caller.readResponse()

            #expect(response.text == "ok")
            #expect(response.head.value("connection") == "close")
            caller.halfClose()
            #expect(try drained.wait() == 0)
        }
    }

    @Test
    func drainingEndsWhenItsTimeIsUp() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([VendorScript(.readRequest, .waitForClose)])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.vendor.requests.count == 1 })

            #expect(try plane.drain(within: .milliseconds(100)) == 1)
            #expect(eventually { plane.vendor.openChannels == 0 })
        }
    }

    /// Whoever leaves takes the vendor's channel along, at any moment of the exchange.
    @Test
    func aCallerThatLeavesLeavesNothingBehind() async throws {
        try await PlaneUnderTest.start().run { plane in
            let part = Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".utf8)
            for script in [
                VendorScript(.readRequest, .waitForClose), VendorScript(.readRequest, .send(part), .waitForClose),
                VendorScript(.readHead, .waitForClose),
            ] {
                for body in ["", "ab"] {
                    plane.vendor.expect([script])
                    try Self.leave(plane, PlaneUnderTest.request("POST", fields: ["Content-Length: 2"], body: body))
                    #expect(eventually { plane.vendor.openChannels == 0 })
                }
            }
        }
    }

    /// Sends part of an exchange and is gone once the vendor has seen it.
    static func leave(_ plane: PlaneUnderTest, _ request: String) throws {
        let caller = try plane.caller()
        try caller.send(request)
        #expect(eventually { plane.vendor.requests.count == 1 })
        caller.reset()
    }

    /// Dials whose caller has left end in the pool or closed; none is counted for ever.
    @Test
    func dialsOfCallersThatLeftAreNotLost() async throws {
        try await PlaneUnderTest.start().run { plane in
            for _ in 0..<100 {
                let caller = try plane.caller()
                try caller.send(PlaneUnderTest.request())
                caller.reset()
            }
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            // Between requests only channels that can be used again are left, and the sweep closes those.
            try plane.sweep(after: .seconds(50))

            #expect(eventually { plane.vendor.openChannels == 0 })
        }
    }
}
