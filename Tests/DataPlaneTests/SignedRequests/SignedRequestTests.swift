//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Glibc
import Model
import TestSupport
import Testing

/// Connections whose requests are signed one by one: the signature is for what is sent, body and all.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct SignedRequestTests {
    static let form = "Content-Type: application/x-www-form-urlencoded"

    @Test
    func eachRequestHasASignatureOfItsOwn() async throws {
        try await PlaneUnderTest.start(credential: SignedRequest.oauth1).run { plane in
            let caller = try plane.caller()
            for path in ["/a?x=1&x=%20&y", "/b"] {
                try caller.send(PlaneUnderTest.request("GET", path, fields: ["Authorization: Basic eA=="]))
                #expect(try caller.readResponse().status == 200)
            }

            for index in 0..<2 {
                let signed = try plane.signed(index, by: SignedRequest.oauth1)
                #expect(signed.sent == (try signed.due()))
                #expect(signed.sent.hasPrefix("Authorization: OAuth realm=\"1234567_SB1\""))
                let age = time(nil) - (Int(try signed.parameter("oauth_timestamp")) ?? 0)
                #expect((0...60).contains(age))
            }
            let nonces = try (0..<2).map { try plane.signed($0, by: SignedRequest.oauth1).parameter("oauth_nonce") }
            #expect(nonces[0] != nonces[1])
            #expect(plane.vendor.channelsOpened == 1)
        }
    }

    /// A form goes into the signature of OAuth 1.0a, and every body into that of most AWS services.
    @Test(arguments: [SignedRequest.oauth1, SignedRequest.aws], ["whole", "chunked", "piecemeal", "asked for"])
    func theBodyIsWaitedForAndSigned(credential: CredentialScheme, how: String) async throws {
        try await PlaneUnderTest.start(credential: credential).run { plane in
            let caller = try plane.caller()
            let isChunked = how == "chunked" || how == "piecemeal"
            var fields = [Self.form, isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 11"]
            if how == "asked for" { fields.append("Expect: 100-continue") }
            let body = isChunked ? "5\r\na=1&b\r\n6;x\r\n=%26&c\r\n0\r\nX-T: 1\r\n\r\n" : "a=1&b=%26&c"
            switch how {
            case "asked for":
                try caller.send(PlaneUnderTest.request("POST", fields: fields))
                #expect(try caller.readHead().line == "HTTP/1.1 100 Continue")
                try caller.send(body)
            case "piecemeal":
                try caller.sendOneByOne(PlaneUnderTest.request("POST", fields: fields, body: body).latin1)
            default: try caller.send(PlaneUnderTest.request("POST", fields: fields, body: body))
            }
            let response = try caller.readResponse()
            #expect(response.status == 200)
            #expect(response.interim.isEmpty)
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)

            let signed = try plane.signed(0, by: credential)
            #expect(String(latin1: signed.request.body.bytes) == "a=1&b=%26&c")
            #expect(signed.sent == (try signed.due()))
            #expect(!signed.sent.isEmpty)
            // The signature is not for any body.
            var other = signed.request
            other.body = try plane.signed(1, by: credential).request.body
            let forged = SignedRequest(request: other, credential: credential, port: plane.vendor.port)
            #expect(signed.sent != (try forged.due()))
        }
    }

    /// What a signature does not cover is not held.
    @Test
    func aBodyThatIsNotSignedStreams() async throws {
        try await PlaneUnderTest.start(credential: SignedRequest.oauth1) { $0.signedBodyBytes = 8 }.run { plane in
            let caller = try plane.caller()
            let fields = ["Content-Type: application/json", "Content-Length: 20"]
            try caller.send(PlaneUnderTest.request("POST", fields: fields, body: "0123456789"))
            #expect(eventually { plane.vendor.receivedBytes.suffix(10).elementsEqual("0123456789".utf8) })
            try caller.send("0123456789")

            #expect(try caller.readResponse().status == 200)
            #expect(plane.vendor.requests.map(\.body.bytes.count) == [20])
        }
    }

    /// (bytes of the body, whether it is chunked); five bytes more are the framing of a chunk and its end.
    @Test(arguments: [(33, false), (1_000_000, false), (33, true), (1_000_000, true)])
    func whatIsLongerThanIsHeldIsRefused(count: Int, isChunked: Bool) async throws {
        try await PlaneUnderTest.start(credential: SignedRequest.aws) { $0.signedBodyBytes = 32 }.run { plane in
            let caller = try plane.caller()
            let body = String(repeating: "x", count: count)
            let chunk = "\(String(count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
            let field = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(count)"
            try? caller.send(PlaneUnderTest.request("POST", fields: [field], body: isChunked ? chunk : body))
            let response = try caller.readResponse()

            #expect(response.status == 413)
            #expect(response.head.value("passthrough-error") == "body_too_large")
            #expect(response.text.contains("signature"))
            #expect(plane.vendor.requests.isEmpty)
            let next = try plane.caller()
            try next.send(PlaneUnderTest.request("POST", fields: ["Content-Length: 32"], body: String(body.prefix(32))))
            #expect(try next.readResponse().status == 200)
        }
    }

    @Test
    func laterRequestsWaitBehindTheBody() async throws {
        try await PlaneUnderTest.start(credential: SignedRequest.aws).run { plane in
            let caller = try plane.caller()
            let first = PlaneUnderTest.request("PUT", "/1", fields: ["Content-Length: 6"], body: "abc")
            try caller.send(first)
            try plane.passTime()
            #expect(plane.vendor.requests.isEmpty)
            try caller.send("def" + PlaneUnderTest.request("GET", "/2"))
            for _ in 0..<2 { #expect(try caller.readResponse().status == 200) }

            #expect(plane.vendor.requests.map { String($0.head.line.prefix(6)) } == ["PUT /1", "GET /2"])
            #expect(plane.vendor.requests.map { String(latin1: $0.body.bytes) } == ["abcdef", ""])
        }
    }

    @Test
    func aBodyThatStandsStillEndsTheChannel() async throws {
        try await PlaneUnderTest.start(credential: SignedRequest.aws).run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("PUT", fields: ["Content-Length: 6"], body: "abc"))
            try plane.passTime()
            try plane.sweep(after: .seconds(61))

            #expect(caller.isClosedByPeer())
            #expect(plane.vendor.requests.isEmpty)
        }
    }

    @Test
    func aMalformedBodyIsRefusedBeforeAnythingIsSent() async throws {
        try await PlaneUnderTest.start(credential: SignedRequest.aws).run { plane in
            let caller = try plane.caller()
            let field = "Transfer-Encoding: chunked"
            try caller.send(PlaneUnderTest.request("PUT", fields: [field], body: "3\r\nabc\r\n"))
            try plane.passTime()
            try caller.send("3\nabc")

            #expect(try caller.readResponse().status == 400)
            #expect(plane.vendor.requests.isEmpty)
            #expect(plane.vendor.channelsOpened == 0)
        }
    }

    @Test
    func aCallerThatLeavesBeforeTheEndSendsNothing() async throws {
        let plane = try await PlaneUnderTest.start(credential: SignedRequest.aws)
        try await plane.run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("PUT", fields: ["Content-Length: 6"], body: "abc"))
            try plane.passTime()
            caller.halfClose()
            #expect(caller.isClosedByPeer())

            #expect(plane.vendor.channelsOpened == 0)
        }
        #expect(plane.records.records.contains { $0.ending == .left && $0.requestBytes == 3 })
    }
}
