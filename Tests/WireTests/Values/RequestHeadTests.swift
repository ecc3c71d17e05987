//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

@Suite struct RequestHeadTests {
    private static func head(_ text: String) throws -> RequestHead {
        try #require(try Read.requestHead(Array(text.utf8)))
    }

    private static func with(_ lines: String, version: String = "1.1") throws -> RequestHead {
        try Self.head("POST /a HTTP/\(version)\r\nHost: a\r\n\(lines)\r\n")
    }

    @Test(arguments: [
        ("GET /a/b?c=d HTTP/1.1", "GET", "/a/b?c=d"), ("QUERY //a//?? HTTP/1.1", "QUERY", "//a//??"),
        ("\r\n\r\nDELETE / HTTP/1.0", "DELETE", "/"), ("OPTIONS * HTTP/1.1", "OPTIONS", "*"),
        ("GET http://h/p?q HTTP/1.1", "GET", "/p?q"), ("GET HtTpS://H//p HTTP/1.1", "GET", "//p"),
        ("M-SEARCH /http://x/ HTTP/1.1", "M-SEARCH", "/http://x/"), ("get /%2F{}|# HTTP/1.1", "get", "/%2F{}|#"),
    ])
    func methodAndTargetAreRead(line: String, method: String, target: String) throws {
        let bytes = Array("\(line)\r\nHost: h\r\n\r\nbody".utf8)
        let head = try #require(try Read.requestHead(bytes))

        #expect(ReadMessage.text(bytes[head.method.range]) == method)
        #expect(ReadMessage.text(bytes[head.target.range]) == target)
        #expect(head.end == bytes.count - 4)
        #expect(head.version == (line.hasSuffix("1.1") ? .http11 : .http10))
    }

    @Test func headAloneHasNoBodyInItsResponse() throws {
        #expect(try Self.head("HEAD / HTTP/1.0\r\n\r\n").isHead)
        for method in ["GET", "head", "HEAD2", "HEA", "XEAD", "HXAD", "HEXD", "HEAX"] {
            #expect(try !Self.head("\(method) / HTTP/1.0\r\n\r\n").isHead)
        }
    }

    @Test func framingIsWhatTheFieldsSay() throws {
        #expect(try Self.with("").framing == .none)
        #expect(try Self.with("Content-Length: 0\r\n").framing == .length(0))
        #expect(try Self.with("Content-Length: 007\r\n").framing == .length(7))
        #expect(try Self.with("content-length:999999999999999999\r\n").framing == .length(999_999_999_999_999_999))
        #expect(try Self.with("Transfer-Encoding: Chunked \r\n").framing == .chunked)
        #expect(try Self.with("Content-Length: 3\r\n", version: "1.0").framing == .length(3))
    }

    @Test(arguments: [
        ("", true, false), ("Connection: close\r\n", false, false), ("Connection: keep-alive\r\n", true, true),
        ("Connection: KEEP-ALIVE, x\r\n", true, true), ("Connection: keep-alive, Close\r\n", false, false),
        ("Connection: close\r\nConnection: keep-alive\r\n", false, false), ("Connection: closed\r\n", true, false),
        ("Connection:\r\nConnection: ,\r\nConnection:x,keep-alive\r\n", true, true),
        ("Proxy-Connection: close\r\n", true, false),
    ])
    func channelIsKeptAsVersionAndOptionsSay(lines: String, in11: Bool, in10: Bool) throws {
        #expect(try Self.with(lines).keepsAlive == in11)
        #expect(try Self.with(lines, version: "1.0").keepsAlive == in10)
    }

    @Test func othersAreNamedOnlyByUnknownOptions() throws {
        #expect(try !Self.with("Connection: close, keep-alive, Upgrade\r\n").namesOthers)
        #expect(try !Self.with("X: y\r\n").namesOthers)
        #expect(try Self.with("Connection: close\r\nConnection: x\r\n").namesOthers)
    }

    @Test func expectationCountsInHTTP11Alone() throws {
        #expect(try Self.with("Expect: 100-Continue\r\n").expectsContinue)
        #expect(try Self.with("Expect: 100-continue\r\nExpect: 100-continue\r\n").expectsContinue)
        #expect(try !Self.with("Expect: 100-continue\r\n", version: "1.0").expectsContinue)
        #expect(try !Self.with("").expectsContinue)
    }

    @Test func upgradeIsSeen() throws {
        #expect(try Self.with("Connection: upgrade\r\nUpgrade: websocket\r\n").asksUpgrade)
        #expect(try !Self.with("Connection: upgrade\r\nUpgrades: websocket\r\n").asksUpgrade)
    }

    @Test func fieldLinesKeepOrderCaseAndDuplicates() throws {
        var parser = RequestHeadParser()
        let bytes = Array("GET / HTTP/1.1\r\nHOST:a\r\nx-B: \t1 2\t \r\nX-b:\r\nX-b:  \t\r\n\r\n".utf8)
        guard case .complete = parser.parse(bytes.span) else {
            Issue.record("the head is refused")
            return
        }

        let names = parser.section.lines.map { ReadMessage.text(bytes[$0.nameRange.range]) }
        let values = parser.section.lines.map { ReadMessage.text(bytes[$0.valueRange.range]) }
        let lines = parser.section.lines.map { ReadMessage.text(bytes[$0.lineRange.range]) }
        #expect(names == ["HOST", "x-B", "X-b", "X-b"])
        #expect(values == ["a", "1 2", "", ""])
        #expect(lines == ["HOST:a\r\n", "x-B: \t1 2\t \r\n", "X-b:\r\n", "X-b:  \t\r\n"])
    }

    @Test func parserForgetsTheLastHead() {
        var parser = RequestHeadParser()
        _ = parser.parse(Array("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\n\r\n".utf8).span)
        _ = parser.parse(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).span)

        #expect(parser.section.lines.count == 1)
    }
}
