//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

@Suite struct ResponseHeadTests {
    private static func head(_ text: String, toHead: Bool = false) throws -> ResponseHead {
        try #require(try Read.responseHead(Array(text.utf8), toHead: toHead))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK", 200, "200 OK"), ("HTTP/1.1 404", 404, "404"), ("HTTP/1.0 599 ", 599, "599 "),
        ("HTTP/1.1 100 Continue", 100, "100 Continue"),
        ("HTTP/1.1 418 I'm a \u{1FAD6}\t", 418, "418 I'm a \u{1FAD6}\t"),
    ])
    func statusAndReasonAreRead(line: String, status: Int, text: String) throws {
        let bytes = Array("\(line)\r\nA: b\r\n\r\nbody".utf8)
        let head = try #require(try Read.responseHead(bytes))

        #expect(head.status == status)
        #expect(ReadMessage.text(bytes[head.statusAndReason.range]) == text)
        #expect(head.end == bytes.count - 4)
        #expect(head.isInterim == (status < 200))
    }

    /// RFC 9112 section 6.3, rule by rule.
    @Test(arguments: [
        ("200 OK", "Content-Length: 5\r\n", BodyFraming.length(5)),
        ("200 OK", "Transfer-Encoding: chunked\r\n", .chunked),
        ("200 OK", "", .close), ("204 No", "Content-Length: 5\r\n", .none), ("304 No", "Content-Length: 5\r\n", .none),
        ("204 No", "Transfer-Encoding: chunked\r\n", .none), ("103 Hints", "Content-Length: 5\r\n", .none),
        ("205 Reset", "Content-Length: 0\r\n", .length(0)), ("500 No", "", .close),
    ])
    func framingFollowsTheStatusThenTheFields(status: String, lines: String, framing: BodyFraming) throws {
        #expect(try Self.head("HTTP/1.1 \(status)\r\n\(lines)\r\n").framing == framing)
        #expect(try Self.head("HTTP/1.1 \(status)\r\n\(lines)\r\n", toHead: true).framing == .none)
    }

    @Test(arguments: [
        ("1.1", "Content-Length: 0\r\n", true), ("1.1", "", false),
        ("1.1", "Content-Length: 0\r\nConnection: close\r\n", false),
        ("1.0", "Content-Length: 0\r\n", false), ("1.0", "Content-Length: 0\r\nConnection: keep-alive\r\n", true),
        ("1.0", "Connection: keep-alive\r\n", false), ("1.1", "Transfer-Encoding: chunked\r\n", true),
        ("1.0", "Content-Length: 0\r\nConnection: keep-alive, close\r\n", false),
    ])
    func channelIsKeptAsVersionOptionsAndFramingSay(version: String, lines: String, keeps: Bool) throws {
        #expect(try Self.head("HTTP/\(version) 200 OK\r\n\(lines)\r\n").keepsAlive == keeps)
    }
}
