//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// A body that is held goes up again as it came, framing included; one that is not held does not (CONTRACT 1.8).
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ReplayBodyTests {
    static let chunks = "3;x=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"

    @Test(arguments: [false, true])
    func theBodyGoesUpAgain(isChunked: Bool) async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            let field = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 13"
            try caller.send(
                PlaneUnderTest.request("POST", fields: [field], body: isChunked ? Self.chunks : "abc0123456789"))
            #expect(try caller.readResponse().status == 200)

            let requests = plane.vendor.requests
            #expect(requests.count == 2)
            #expect(requests.allSatisfy { $0.isComplete && String(latin1: $0.body.bytes) == "abc0123456789" })
            #expect(requests.first?.body == requests.last?.body)
            #expect(requests.first?.framing == requests.last?.framing)
            #expect(plane.credentials == "12")
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
        }
    }

    @Test
    func aBodyInManyPiecesGoesUpAgain() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            let request = PlaneUnderTest.request(
                "POST", fields: ["Transfer-Encoding: chunked"], body: Self.chunks)
            try caller.sendOneByOne(request.latin1)
            #expect(try caller.readResponse().status == 200)

            #expect(plane.vendor.requests.map { String(latin1: $0.body.bytes) } == ["abc0123456789", "abc0123456789"])
        }
    }

    @Test
    func whoWaitsToBeAskedForTheBodyIsAskedOnce() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("PUT", fields: ["Content-Length: 3", "Expect: 100-continue"]))
            #expect(try caller.readHead().line == "HTTP/1.1 100 Continue")
            try caller.send("abc")
            let response = try caller.readResponse()

            #expect(response.status == 200)
            #expect(response.interim.isEmpty)
            #expect(plane.vendor.requests.map { String(latin1: $0.body.bytes) } == ["abc", "abc"])
        }
    }

    /// (limit, bytes of the body, whether the request is sent again); the body is longer than a receive in the last.
    @Test(
        arguments: [
            (10, 10, true), (10, 11, false), (0, 1, false), (0, 0, true), (65_536, 65_536, true),
            (65_536, 65_537, false), (65_536, 1_000_000, false),
        ], [false, true])
    func onlyAsMuchAsConfiguredIsHeld(_ bound: (limit: Int, count: Int, isHeld: Bool), isChunked: Bool) async throws {
        // Chunks count as they come.
        let (count, limit) = (
            bound.count, bound.limit + (isChunked && bound.count > 0 ? Self.chunking(bound.count) : 0)
        )
        guard count > 0 || !isChunked else { return }
        let isSentAgain = bound.isHeld && (limit > 0 || count == 0)
        try await PlaneUnderTest.start(isRefreshable: true) { $0.replayBodyBytes = bound.limit == 0 ? 0 : limit }.run {
            plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            let body = String(repeating: "x", count: count)
            let field = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(count)"
            let chunk = "\(String(count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
            try caller.send(PlaneUnderTest.request("POST", fields: [field], body: isChunked ? chunk : body))
            let response = try caller.readResponse()

            #expect(response.status == (isSentAgain ? 200 : 401))
            #expect(plane.vendor.requests.count == (isSentAgain ? 2 : 1))
            #expect(plane.vendor.requests.allSatisfy { $0.isComplete && $0.body.bytes.count == count })
            // What cannot be sent again still asks, for the next one.
            #expect(eventually { plane.store.refreshQuestions == [1] })
            if !isSentAgain {
                try plane.passTime()
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == 200)
                #expect(plane.credentials == "12")
            }
        }
    }

    /// Bytes that a body of one chunk has besides its content.
    static func chunking(_ count: Int) -> Int { String(count, radix: 16).utf8.count + 9 }

    /// The vendor refuses at once; the rest of the body is waited for, and the whole goes up again.
    @Test(arguments: [false, true])
    func aRefusalBeforeTheEndOfTheBodyWaitsForIt(resets: Bool) async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            let refused = VendorScript.Step.send(RefusedResponse.plain.latin1)
            plane.vendor.expect([
                VendorScript(.readHead, .readSome(3), refused, resets ? .reset : .waitForClose)
            ])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: 9"], body: "abc"))
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try plane.passTime()
            #expect(!caller.hasPartOfAnAnswer)
            try caller.send("def")
            try plane.passTime(exchanges: 5)
            try caller.send("ghi" + PlaneUnderTest.request("GET", "/next"))
            #expect(try caller.readResponse().status == 200)
            #expect(try caller.readResponse().status == 200)

            #expect(plane.vendor.requests.map { String(latin1: $0.body.bytes) } == ["", "abcdefghi", ""])
            #expect(plane.credentials == "122")
        }
    }

    @Test
    func aBodyThatGrowsTooLongWhileItIsWaitedForLetsTheRefusalThrough() async throws {
        try await PlaneUnderTest.start(isRefreshable: true) { $0.replayBodyBytes = 8 }.run { plane in
            plane.vendor.expect([
                VendorScript(.readHead, .readSome(3), .send(RefusedResponse.plain.latin1), .waitForClose)
            ])
            try plane.renew(isHeld: true)
            let caller = try plane.caller()
            try caller.send(
                PlaneUnderTest.request("POST", fields: ["Transfer-Encoding: chunked"], body: "3\r\nabc\r\n"))
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try caller.send("6\r\ndefghi\r\n")
            let response = try caller.readResponse()

            #expect(response.status == 401)
            #expect(response.text == "expired")
            // What had been held meanwhile went up in its order.
            #expect(eventually { String(latin1: plane.vendor.receivedBytes).hasSuffix("abc\r\n6\r\ndefghi\r\n") })
            #expect(caller.isClosedByPeer())
            plane.store.letRefreshesGo()
        }
    }

    @Test
    func aMalformedRestIsAnsweredAsEver() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([VendorScript(.readHead, .send(RefusedResponse.plain.latin1), .waitForClose)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(
                PlaneUnderTest.request("POST", fields: ["Transfer-Encoding: chunked"], body: "3\r\nabc\r\n"))
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try caller.send("zz\r\n")
            let response = try caller.readResponse()

            #expect(response.status == 400)
            #expect(caller.isClosedByPeer())
            #expect(plane.vendor.requests.count == 1)
        }
    }
}
