//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// What we refuse and llhttp, as NIOHTTP1 configures it, reads as whole messages: the list of docs/wire.md.
struct OnlyRefusedHere: Sendable, CustomStringConvertible {
    enum Kind { case request, response, responseToHead }

    let name: String
    let refusal: Refusal
    let kind: Kind
    let text: String

    var description: String { self.name }

    private static func request(_ name: String, _ refusal: Refusal, _ text: String) -> OnlyRefusedHere {
        .init(name: name, refusal: refusal, kind: .request, text: text)
    }

    /// A request whose field lines are these, after `Host`.
    private static func fields(_ name: String, _ refusal: Refusal, _ lines: String) -> OnlyRefusedHere {
        .init(name: name, refusal: refusal, kind: .request, text: "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n")
    }

    /// A request whose body is these chunks.
    ///
    /// A CR LF is one character; the two that end the body are those that end the request.
    private static func chunks(_ name: String, _ refusal: Refusal, _ body: String) -> OnlyRefusedHere {
        .fields(name, refusal, "Transfer-Encoding: chunked\r\n\r\n" + body.dropLast(2))
    }

    private static func response(_ name: String, _ refusal: Refusal, _ text: String) -> OnlyRefusedHere {
        .init(name: name, refusal: refusal, kind: .response, text: text)
    }

    static let firstLines: [OnlyRefusedHere] = [
        .request("a CR alone before the request line", .method, "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("an LF alone before the request line", .method, "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("three empty lines before it", .method, "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("two spaces before the target", .requestLine, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("two spaces before the version", .version, "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("a target that only begins with an asterisk", .target, "OPTIONS *a HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("an asterisk without OPTIONS", .asteriskTarget, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("TRACE", .connectOrTrace, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("CONNECT", .connectOrTrace, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"),
        .request("absolute-form with another scheme", .target, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("absolute-form without a path", .target, "GET http://a HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("absolute-form with a query for a path", .target, "GET http://a?b HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("absolute-form with user info", .target, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request("absolute-form of another host", .hostDisagrees, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n"),
    ]

    static let fieldLines: [OnlyRefusedHere] = [
        .request("no Host in HTTP/1.1", .hostMissing, "GET / HTTP/1.1\r\n\r\n"),
        .fields("two Hosts, equal ones too", .hostRepeated, "Host: a"),
        .request("an empty Host", .hostInvalid, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        .request("a Host with other bytes than a name's", .hostInvalid, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        .request("a Host with an empty port", .hostInvalid, "GET / HTTP/1.1\r\nHost: a:\r\n\r\n"),
        .fields("names that read as framing with hyphens", .disguisedFraming, "Content_Length: 1"),
        .fields("a Connection that is not a list of tokens", .connectionOption, "Connection: a b"),
        .fields("another expectation", .expectation, "Expect: 200-ok"),
        .fields("a coding besides chunked", .transferCoding, "Transfer-Encoding: gzip, chunked\r\n\r\n0"),
        .fields("two coding lines", .transferCoding, "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0"),
        .fields("an empty coding", .transferCoding, "Transfer-Encoding:"),
        .fields("more than 128 lines", .tooManyFields, String(repeating: "A: b\r\n", count: 128) + "A: b"),
        .request(
            "a head of more than 32 KiB", .headTooLarge,
            "GET /\(String(repeating: "a", count: 32 * 1024)) HTTP/1.1\r\nHost: a\r\n\r\n"),
        .request(
            "chunks in HTTP/1.0", .transferCodingInOldVersion,
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ]

    static let bodies: [OnlyRefusedHere] = [
        .chunks("more than 15 digits of a chunk size", .chunkSize, "0000000000000000\r\n\r\n"),
        .chunks("an extension without a name", .chunkExtension, "0;=a\r\n\r\n"),
        .chunks("an extension with an equals sign and no value", .chunkExtension, "0;a=;b\r\n\r\n"),
        .chunks(
            "more than 4 KiB of extensions", .chunkExtension, "0;\(String(repeating: "a", count: 4097))\r\n\r\n"),
        .chunks("a trailer that frames, routes or authenticates", .trailerField, "0\r\nHost: b\r\n\r\n"),
        .chunks("more than 32 trailer lines", .trailerField, "0\r\n\(String(repeating: "A: b\r\n", count: 33))\r\n"),
        .chunks(
            "a trailer of more than 8 KiB", .trailerTooLarge, "0\r\nA: \(String(repeating: "a", count: 8192))\r\n\r\n"),
    ]

    static let responses: [OnlyRefusedHere] = [
        .response("an empty line before the status line", .statusLine, "\r\nHTTP/1.1 204 No\r\n\r\n"),
        .response("a control byte in the reason", .statusLine, "HTTP/1.1 204 N\u{1}\r\n\r\n"),
        .response("101", .switchingProtocols, "HTTP/1.1 101 Go\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n"),
        .response(
            "a coding besides chunked", .transferCoding, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nuntil close"
        ),
        .response(
            "chunks in HTTP/1.0", .transferCodingInOldVersion,
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        .response(
            "names that read as framing with hyphens", .disguisedFraming,
            "HTTP/1.1 204 No\r\nTransfer_Encoding: chunked\r\n\r\n"),
        .response(
            "a Connection that is not a list of tokens", .connectionOption, "HTTP/1.1 204 No\r\nConnection: a b\r\n\r\n"
        ),
        .init(
            name: "a length of more than 18 digits", refusal: .contentLength, kind: .responseToHead,
            text: "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000000\r\n\r\n"),
        .response("a trailer that frames", .trailerField, Self.chunked("0\r\nHost: a\r\n\r\n")),
        .response("an extension without a name", .chunkExtension, Self.chunked("0;=a\r\n\r\n")),
    ]

    private static func chunked(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    }
}
