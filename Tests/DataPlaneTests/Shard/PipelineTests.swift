//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// Many requests in one write, and vendors that say more than they were asked.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct PipelineTests {
    /// Answers of our own come at once: five thousand of them must not nest.
    @Test
    func fiveThousandRefusalsComeInOrder() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            let request = "GET /passthrough/1/x HTTP/1.1\r\nHost: a\r\n\r\n"
            try caller.send(String(repeating: request, count: 5_000))
            var last = ""
            for _ in 0..<5_000 {
                let response = try caller.readResponse()
                let id = try #require(response.head.value("passthrough-request-id"))
                try #require(response.status == 401)
                try #require(id > last)
                last = id
            }
        }
    }

    @Test
    func fiveThousandAnswersOfAVendorComeInOrder() async throws {
        try await PlaneUnderTest.start().run { plane in
            let numbers = (0..<5_000).map { String($0 + 10_000) }
            plane.vendor.expect(numbers.map { .answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\($0)") })
            let caller = try plane.caller()
            try caller.send(numbers.map { PlaneUnderTest.request("GET", "/\($0)") }.joined())
            for number in numbers { try #require(try caller.readResponse().text == number) }

            #expect(plane.vendor.channelsOpened == 1)
            #expect(plane.vendor.complaints == [])
        }
    }

    @Test
    func garbageBehindAResponseClosesTheChannel() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([
                .answer(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
            ])
            let caller = try plane.caller()
            for _ in 0..<2 {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().text == "ok")
            }

            #expect(plane.vendor.channelsOpened == 2)
        }
    }

    @Test
    func garbageOnAnIdleChannelClosesIt() async throws {
        try await PlaneUnderTest.start().run { plane in
            let gate = Gate()
            let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
            plane.vendor.expect([VendorScript(.readRequest, .send(answer), .await(gate), .send(answer), .waitForClose)])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().text == "ok")
            gate.open()
            #expect(eventually { plane.vendor.openChannels == 0 })

            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().text == "ok")
            #expect(plane.vendor.channelsOpened == 2)
        }
    }

    /// A body that HEAD does not have is garbage as well.
    @Test
    func aBodyBehindHeadClosesTheChannel() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([.answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("HEAD"))
            #expect(try caller.readResponse(to: "HEAD").status == 200)
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().text == "ok")

            #expect(plane.vendor.channelsOpened == 2)
        }
    }

    /// A caller that asks and asks and reads nothing must not fill our memory with answers.
    @Test
    func answersThatNobodyReadsAreNotAskedFor() async throws {
        try await PlaneUnderTest.start().run { plane in
            let body = String(repeating: "x", count: 100_000)
            let count = 600
            plane.vendor.expect(
                (0..<count).map { _ in .answer("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n\(body)") })
            let caller = try plane.caller(receiveBuffer: 4096)
            try caller.send(String(repeating: PlaneUnderTest.request(), count: count))
            #expect(eventually { plane.vendor.requests.count > 2 })
            try plane.passTime(exchanges: 400)

            #expect(plane.vendor.requests.count < 200)
            for _ in 0..<count { try #require(try caller.readResponse().body.bytes.count == 100_000) }
        }
    }

    /// Nor with refusals of our own.
    @Test
    func refusalsThatNobodyReadsAreNotMade() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller(receiveBuffer: 4096)
            let piece = Array(String(repeating: "GET /passthrough/1/x HTTP/1.1\r\nHost: a\r\n\r\n", count: 1_000).utf8)
            do {
                // Far more than all the buffers on the way can hold.
                for _ in 0..<1_000 { try caller.stream.send(piece, until: Deadline(after: .seconds(1))) }
                Issue.record("everything was read")
            } catch PeerFailure.deadlinePassed {}

            #expect(try Blocking.wait { await plane.plane.counters().requests } < 40_000)
        }
    }
}
