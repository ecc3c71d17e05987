//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Testing

/// What of a vendor's head goes down (CONTRACT 1.6).
@Suite
struct ResponseRewriterTests {
    @Test
    func endToEndFieldsGoDownInOrderAndCase() throws {
        let fields = [
            "Date: Wed, 21 Oct 2015 07:28:00 GMT", "ETag: \"a\"", "Link: </x>; rel=next", "link: </y>",
            "Retry-After: 3",
            "X-RateLimit-Remaining: 9", "Content-Encoding: gzip", "cONTENT-tYPE: text/plain", "Content-Location: /x",
            "Server: vendor", "Vary: *", "WWW-Authenticate: Basic", "Strict-Transport-Security: max-age=1", "X:",
            "Trailer: X-Sum", "Content-Length: 0",
        ]

        #expect(
            try Account().receive("HTTP/1.1 200 OK\r\n\(fields.joined(separator: "\r\n"))\r\n\r\n")
                == ["HTTP/1.1 200 OK"] + fields.map { $0 == "X:" ? "X:" : $0 })
    }

    @Test(arguments: [
        "Connection: close", "Connection: keep-alive, X-Gone", "Keep-Alive: timeout=5", "Proxy-Authenticate: Basic",
        "Proxy-Connection: close", "Upgrade: h2c", "Passthrough-Error: overloaded", "PASSTHROUGH-Request-Id: x",
        "passthrough-anything: x", "X-Response-Time: 1", "x-endapi-response-time: 1", "X-UNIFIED-RESPONSE-TIME: 1",
    ])
    func hopByHopAndOurOwnNamesDoNot(field: String) throws {
        let lines = try Account().receive("HTTP/1.1 200 OK\r\nA: b\r\n\(field)\r\nC: d\r\nContent-Length: 0\r\n\r\n")

        #expect(lines == ["HTTP/1.1 200 OK", "A: b", "C: d", "Content-Length: 0"])
    }

    /// RFC 9110 section 7.6.1; what frames the body cannot be named away.
    @Test
    func fieldsThatConnectionNamesDoNot() throws {
        let lines = try Account().receive(
            "HTTP/1.1 302 X\r\nX-Gone: 1\r\nConnection: x-gone, Location, set-cookie, content-length\r\n"
                + "X-Gone-Not: 2\r\nLocation: /y\r\nSet-Cookie: a=b\r\nContent-Type: a/b\r\nContent-Length: 0\r\n\r\n")

        #expect(lines == ["HTTP/1.1 302 X", "X-Gone-Not: 2", "Content-Type: a/b", "Content-Length: 0"])
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK", "HTTP/1.1 200 OK"), ("HTTP/1.0 200 OK", "HTTP/1.1 200 OK"),
        ("HTTP/1.1 200", "HTTP/1.1 200 "),
        ("HTTP/1.1 200 ", "HTTP/1.1 200 "), ("HTTP/1.1 599 A b  c", "HTTP/1.1 599 A b  c"),
        ("HTTP/1.1 429 Too Many", "HTTP/1.1 429 Too Many"),
    ])
    func theStatusLineIsTheVendors(line: String, sent: String) throws {
        #expect(try Account().receive("\(line)\r\nContent-Length: 0\r\n\r\n")[0] == sent)
    }

    @Test
    func timesAndIdentifierAreAdded() throws {
        let lines = try Account().receiveWhole("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") { _ in }

        #expect(
            lines == [
                "HTTP/1.1 200 OK", "Content-Length: 0", "X-Response-Time: 0", "X-EndApi-Response-Time: 0",
                "X-Unified-Response-Time: 0", "Passthrough-Request-Id: 000000000000000100000002",
            ])
    }

    /// Exactly one framing field, whatever the framing becomes.
    @Test
    func theFramingIsSaidOnce() throws {
        let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let bare = "HTTP/1.1 200 OK\r\nX: y\r\n\r\n"

        #expect(try Account().receive(chunks) == ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"])
        #expect(
            try Account().receive(chunks) {
                $0.framing = .dechunking
                $0.closes = true
            } == ["HTTP/1.1 200 OK", "Connection: close"])
        #expect(
            try Account().receive(bare) { $0.framing = .chunking }
                == ["HTTP/1.1 200 OK", "X: y", "Transfer-Encoding: chunked"])
    }

    @Test(arguments: ["HTTP/1.1 204 No Content", "HTTP/1.1 103 Early Hints"])
    func whatHasNoBodyHasNoFraming(line: String) throws {
        for framing in ["Content-Length: 5", "Transfer-Encoding: chunked"] {
            #expect(try Account().receive("\(line)\r\n\(framing)\r\nLink: </x>\r\n\r\n") == [line, "Link: </x>"])
        }
    }

    @Test
    func notModifiedMaySayItsLength() throws {
        #expect(
            try Account().receive("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")
                == ["HTTP/1.1 304 Not Modified", "Content-Length: 5"])
    }

    @Test
    func theChannelsFateIsSaid() throws {
        let response = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"

        #expect(try Account().receive(response) { $0.closes = true }.last == "Connection: close")
        #expect(try Account().receive(response) { $0.announcesKeepAlive = true }.last == "Connection: keep-alive")
        #expect(
            try Account().receive(response) {
                $0.closes = true
                $0.announcesKeepAlive = true
            }.filter { $0.hasPrefix("Connection") } == ["Connection: close"])
    }

    /// An interim head is the vendor's alone.
    @Test
    func anInterimHeadHasNothingOfOurs() throws {
        let lines = try Account().receiveWhole(
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\nPassthrough-Error: x\r\nX-Response-Time: 1\r\n\r\n")

        #expect(lines == ["HTTP/1.1 103 Early Hints", "Link: </x>"])
    }
}
