//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Heads that are refused, each with a neighbour that differs in the one thing and is not.
struct RefusedHead: Sendable, CustomStringConvertible {
    let refusal: Refusal
    let refused: String
    let accepted: String

    init(_ refusal: Refusal, _ refused: String, not accepted: String) {
        self.refusal = refusal
        self.refused = refused
        self.accepted = accepted
    }

    /// A refused line after `Host`, and one in its place that is not.
    init(_ refusal: Refusal, line: String, not accepted: String, version: String = "1.1") {
        let start = "POST /a HTTP/\(version)\r\nHost: a\r\n"
        self.init(refusal, start + line + "\r\n\r\n", not: start + accepted + "\r\n\r\n")
    }

    var description: String { "\(self.refusal): \(Violation.literal(Array(self.refused.utf8)))" }
}

extension RefusedHead {
    static let firstLines: [RefusedHead] = [
        .init(.requestLine, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", not: "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        .init(.requestLine, "GET /\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.requestLine, "GET /\n\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.method, " GET / HTTP/1.0\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.method, "G\0T / HTTP/1.0\r\n\r\n", not: "G~T / HTTP/1.0\r\n\r\n"),
        .init(.method, "GET\t/ HTTP/1.0\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.method, "G@T / HTTP/1.0\r\n\r\n", not: "G-T / HTTP/1.0\r\n\r\n"),
        .init(
            .method, String(repeating: "M", count: 33) + " / HTTP/1.0\r\n\r\n",
            not: String(repeating: "M", count: 32) + " / HTTP/1.0\r\n\r\n"),
        .init(.method, "\r\n\r\n\r\nGET / HTTP/1.0\r\n\r\n", not: "\r\n\r\nGET / HTTP/1.0\r\n\r\n"),
        .init(.method, "\nGET / HTTP/1.0\r\n\r\n", not: "\r\nGET / HTTP/1.0\r\n\r\n"),
        .init(.method, "\rGET / HTTP/1.0\r\n\r\n", not: "\r\nGET / HTTP/1.0\r\n\r\n"),
        .init(.target, "GET /\t HTTP/1.0\r\n\r\n", not: "GET /{}|\\^`\"<># HTTP/1.0\r\n\r\n"),
        .init(.target, "GET /a\0 HTTP/1.0\r\n\r\n", not: "GET /a! HTTP/1.0\r\n\r\n"),
        .init(.target, "GET /a\u{7F} HTTP/1.0\r\n\r\n", not: "GET /a~ HTTP/1.0\r\n\r\n"),
        .init(.target, "GET /caf\u{E9} HTTP/1.0\r\n\r\n", not: "GET /caf%C3%A9 HTTP/1.0\r\n\r\n"),
        .init(.target, "GET a HTTP/1.0\r\n\r\n", not: "GET /a HTTP/1.0\r\n\r\n"),
        .init(.target, "GET ?a HTTP/1.0\r\n\r\n", not: "GET /?a HTTP/1.0\r\n\r\n"),
        .init(.target, "GET ftp://a/ HTTP/1.0\r\n\r\n", not: "GET http://a/ HTTP/1.0\r\n\r\n"),
        .init(.target, "GET http:/a/ HTTP/1.0\r\n\r\n", not: "GET HTTPS://a/ HTTP/1.0\r\n\r\n"),
        .init(.target, "GET http://a HTTP/1.0\r\n\r\n", not: "GET http://a/ HTTP/1.0\r\n\r\n"),
        .init(.target, "GET http://a?b HTTP/1.0\r\n\r\n", not: "GET http://a/?b HTTP/1.0\r\n\r\n"),
        .init(.target, "GET http://u@a/ HTTP/1.0\r\n\r\n", not: "GET http://a/u@a HTTP/1.0\r\n\r\n"),
        .init(.target, "GET http:/// HTTP/1.0\r\n\r\n", not: "GET http://a/// HTTP/1.0\r\n\r\n"),
        .init(.target, "GET http:// HTTP/1.0\r\n\r\n", not: "GET http://a/ HTTP/1.0\r\n\r\n"),
        .init(.version, "GET / HTTP/1.2\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.version, "GET / HTTP/2.0\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.version, "GET / http/1.0\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.version, "GET /  HTTP/1.0\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.version, "GET / HTTP/1.0 \r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.version, "GET / HTTP/1.01\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.lineEnding, "GET / HTTP/1.0\n\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.lineEnding, "GET / HTTP/1.0\r\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.asteriskTarget, "GET * HTTP/1.0\r\n\r\n", not: "OPTIONS * HTTP/1.0\r\n\r\n"),
        .init(.connectOrTrace, "CONNECT a:1 HTTP/1.0\r\n\r\n", not: "CONNECTS / HTTP/1.0\r\n\r\n"),
        .init(.connectOrTrace, "trace / HTTP/1.0\r\n\r\n", not: "TRAC / HTTP/1.0\r\n\r\n"),
    ]

    static let fieldLines: [RefusedHead] = [
        .init(.lineEnding, line: "A: b\nC: d", not: "A: b\r\nC: d"),
        .init(.lineEnding, line: "A: b\rC: d", not: "A: b\r\nC: d"),
        .init(.lineEnding, line: "A\r\nC: d", not: "A:\r\nC: d"),
        .init(.lineEnding, line: "A: b\r\n\rC: d", not: "A: b\r\nC: d"),
        .init(.lineEnding, line: "A: b\r\n\nC: d", not: "A: b\r\nC: d"),
        .init(.fieldName, line: "A : b", not: "A: b"),
        .init(.fieldName, line: ": b", not: "A: b"),
        .init(.fieldName, line: "A\0: b", not: "A!: b"),
        .init(.fieldName, line: "A(: b", not: "A': b"),
        .init(.fieldName, line: "\u{E9}: b", not: "e: \u{E9}"),
        .init(.fieldValue, line: "A: b\0c", not: "A: b\tc"),
        .init(.fieldValue, line: "A: b\u{7F}", not: "A: b~"),
        .init(.fieldValue, line: "A: \u{1B}[0m", not: "A: [0m"),
        .init(.foldedLine, line: "A: b\r\n c", not: "A: b c"),
        .init(.foldedLine, line: "A: b\r\n\tc: d", not: "A: b\r\nc: d"),
        .init(.foldedLine, "GET / HTTP/1.0\r\n A: b\r\n\r\n", not: "GET / HTTP/1.0\r\nA: b\r\n\r\n"),
        .init(.disguisedFraming, line: "Content_Length: 1", not: "Content_Lengt: 1"),
        .init(.disguisedFraming, line: "transfer_encoding: chunked", not: "transfer_encodings: chunked"),
        .init(.disguisedFraming, line: "Proxy_Connection: close", not: "Proxy_Connections: close"),
        .init(.disguisedFraming, line: "keep_alive: 1", not: "_keep_alive: 1"),
    ]

    static let meanings: [RefusedHead] = [
        .init(.hostMissing, "GET / HTTP/1.1\r\n\r\n", not: "GET / HTTP/1.0\r\n\r\n"),
        .init(.hostMissing, "GET http://a/ HTTP/1.1\r\n\r\n", not: "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        .init(.hostRepeated, line: "HOST: a", not: "Hosts: a"),
        .init(.hostInvalid, "GET / HTTP/1.0\r\nHost:\r\n\r\n", not: "GET / HTTP/1.0\r\nHost: a\r\n\r\n"),
        .init(.hostInvalid, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", not: "GET / HTTP/1.1\r\nHost: a:1\r\n\r\n"),
        .init(.hostInvalid, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", not: "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        .init(.hostInvalid, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", not: "GET / HTTP/1.1\r\nHost: a.b\r\n\r\n"),
        .init(
            .hostDisagrees, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n",
            not: "GET http://a/ HTTP/1.1\r\nHost: A\r\n\r\n"),
        .init(
            .hostDisagrees, "GET http://a/ HTTP/1.0\r\nHost: a:80\r\n\r\n",
            not: "GET http://a:80/ HTTP/1.0\r\nHost: a:80\r\n\r\n"),
        .init(.contentLength, line: "Content-Length:", not: "Content-Length: 0"),
        .init(.contentLength, line: "Content-Length: -1", not: "Content-Length: 1"),
        .init(.contentLength, line: "Content-Length: +1", not: "Content-Length: 01"),
        .init(.contentLength, line: "Content-Length: 1, 1", not: "Content-Length: \t11 \t"),
        .init(.contentLength, line: "Content-Length: 0x1", not: "Content-Length: 001"),
        .init(.contentLength, line: "Content-Length: 1 1", not: "Content-Length: 1 "),
        .init(.contentLength, line: "Content-Length: 1000000000000000000", not: "Content-Length: 999999999999999999"),
        .init(.contentLengthRepeated, line: "Content-Length: 1\r\ncontent-length: 1", not: "Content-Length: 1"),
        .init(.transferCoding, line: "Transfer-Encoding:", not: "Transfer-Encoding: chunked"),
        .init(.transferCoding, line: "Transfer-Encoding: gzip, chunked", not: "Transfer-Encoding: CHUNKED"),
        .init(.transferCoding, line: "Transfer-Encoding: identity", not: "Transfer-Encoding: Chunked"),
        .init(.transferCoding, line: "Transfer-Encoding: chunked;q=1", not: "Transfer-Encoding: chunked\t"),
        .init(.fieldValue, line: "Transfer-Encoding: \u{B}chunked", not: "Transfer-Encoding: \tchunked"),
        .init(
            .transferCoding, line: "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            not: "Transfer-Encoding: chunked"),
        .init(
            .transferCodingWithLength, line: "Content-Length: 0\r\nTransfer-Encoding: chunked",
            not: "Transfer-Encoding: chunked"),
        .init(
            .transferCodingInOldVersion, line: "Transfer-Encoding: chunked", not: "Content-Length: 1", version: "1.0"),
        .init(.connectionOption, line: "Connection: a b", not: "Connection: a, b"),
        .init(.connectionOption, line: "Connection: \"close\"", not: "Connection: ,, close ,\t,"),
        .init(.connectionOption, line: "Connection: a;b", not: "Connection:"),
        .init(.expectation, line: "Expect: 100-continue, x", not: "Expect: 100-CONTINUE"),
        .init(.expectation, line: "Expect:", not: "Expect: 100-continue", version: "1.0"),
    ]
}
