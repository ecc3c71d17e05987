//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// Time that passes: in tests only as the argument of a sweep.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ShardDeadlineTests {
    @Test
    func aChannelBetweenRequestsIsClosedWhenItIsIdle() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            try plane.sweep(after: .seconds(50))
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            try plane.sweep(after: .seconds(120))

            #expect(caller.isClosedByPeer())
        }
    }

    /// A dribble of bytes does not extend the time for a head.
    @Test
    func aHeadThatDoesNotEndIsClosed() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            try caller.send("GET /passthrough/x HTTP/1.1\r\n")
            try plane.passTime()
            try plane.sweep(after: .seconds(6))
            try caller.send("Host: a\r\n")
            try plane.passTime()
            try plane.sweep(after: .seconds(11))

            #expect(caller.isClosedByPeer())
        }
    }

    @Test
    func aVendorThatDoesNotAnswerIsATimeout() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([VendorScript(.readRequest, .waitForClose)])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.vendor.requests.count == 1 })
            try plane.sweep(after: .seconds(61))
            let response = try caller.readResponse()

            #expect(response.status == 504)
            #expect(response.head.value("passthrough-error") == "upstream_timeout")
            #expect(eventually { plane.vendor.openChannels == 0 })
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
        }
    }

    /// Bytes of a head are no answer yet.
    @Test
    func aVendorThatDribblesAHeadIsATimeout() async throws {
        try await PlaneUnderTest.start().run { plane in
            let (first, second) = (Gate(), Gate())
            plane.vendor.expect([
                VendorScript(
                    .readRequest, .send(Array("HTTP/1.1 200 OK\r\n".utf8)), .await(first),
                    .send(Array("A: b\r\n".utf8)),
                    .await(second), .waitForClose)
            ])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.vendor.requests.count == 1 })
            try plane.sweep(after: .seconds(40))
            first.open()
            try plane.passTime()
            try plane.sweep(after: .seconds(61))
            second.open()

            #expect(try caller.readResponse().status == 504)
        }
    }

    @Test
    func aResponseThatStandsStillIsCut() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([
                VendorScript(
                    .readRequest, .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".utf8)), .waitForClose)
            ])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readHead().statusCode() == 200)
            try plane.sweep(after: .seconds(61))
            // What was left to write may have changed between the two looks.
            try plane.sweep(after: .seconds(122))

            #expect(try caller.readToEnd().bytes == Array("abc".utf8))
            #expect(eventually { plane.vendor.openChannels == 0 })
        }
    }

    /// Channels of a pool that lost its last one, and was used again, are swept as well.
    @Test
    func idleUpstreamChannelsAreClosedEveryTime() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            for round in 1...3 {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == 200)
                #expect(plane.vendor.openChannels == 1)
                // Long enough for the pool, not for the caller.
                try plane.sweep(after: .seconds(Int64(round * 50)))
                #expect(eventually { plane.vendor.openChannels == 0 })
                try plane.sweep(after: .seconds(Int64(round * 50)))
            }
        }
    }

    @Test
    func aListenerThatAcceptsNobodyIsATimeout() async throws {
        let listener = try FullListener()
        let plane = try await PlaneUnderTest.start(to: listener.port) { $0.deadlines.connect = .milliseconds(300) }
        try await plane.run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            let response = try caller.readResponse()

            #expect(response.status == 504)
            #expect(response.head.value("passthrough-error") == "connect_timeout")
            listener.acceptWhoWaits()
        }
    }

    @Test
    func aPortWhereNobodyListensIsUnreachable() async throws {
        try await PlaneUnderTest.start(to: try ClosedPort.find()).run { plane in
            let caller = try plane.caller()
            for _ in 0..<3 {
                try caller.send(PlaneUnderTest.request())
                let response = try caller.readResponse()
                #expect(response.status == 502)
                #expect(response.head.value("passthrough-error") == "upstream_unreachable")
            }
        }
    }
}
