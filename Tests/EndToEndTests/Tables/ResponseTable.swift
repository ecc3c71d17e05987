//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport

/// Answers of a well-behaved vendor and how they must come back (CONTRACT 1.6).
enum ResponseTable {
    private static func answer(
        _ name: String, _ sent: String, _ method: String = "GET", closes: Bool = false,
        gives reply: ConformanceCase.Reply
    ) -> ConformanceCase {
        var reply = reply
        reply.method = method
        var entry = ConformanceCase.forwarded(
            name, message("\(method) ~/x HTTP/1.1"), as: ["\(method) /x HTTP/1.1"]
        ).vendor(closes ? .answerAndClose(sent) : .answer(sent))
        entry.replies = [reply]
        return entry
    }

    private static func reply(_ status: Int, _ body: String, _ framing: BodyFraming?, _ fields: [String] = [])
        -> ConformanceCase.Reply
    {
        .init(statuses: [status], codes: [], body: body, exactly: fields, framing: framing)
    }

    private static let ok = "HTTP/1.1 200 OK\r\n"

    static let framing: [ConformanceCase] = [
        answer("length", ok + "Content-Length: 3\r\n\r\nabc", gives: reply(200, "abc", .length(3))),
        answer("length nought", ok + "Content-Length: 0\r\n\r\n", gives: reply(200, "", .length(0))),
        answer(
            "chunks", ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", gives: reply(200, "abc", .chunked)
        ),
        answer("no chunk", ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", gives: reply(200, "", .chunked)),
        answer(
            "chunk extension", ok + "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n",
            gives: reply(200, "abc", .chunked)),
        answer("until the end", ok + "\r\nabc", closes: true, gives: reply(200, "abc", nil)),
        answer("until the end, nothing", ok + "\r\n", closes: true, gives: reply(200, "", nil)),
        answer(
            "until the end, Connection: close", ok + "Connection: close\r\n\r\nabc", closes: true,
            gives: reply(200, "abc", nil)),
        answer(
            "length and Connection: close", ok + "Connection: close\r\nContent-Length: 3\r\n\r\nabc", closes: true,
            gives: reply(200, "abc", .length(3))),
        answer(
            "HTTP/1.0 with a length", "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", closes: true,
            gives: reply(200, "abc", .length(3))),
        answer("HTTP/1.0 until the end", "HTTP/1.0 200 OK\r\n\r\nabc", closes: true, gives: reply(200, "abc", nil)),
        answer("HEAD with a length", ok + "Content-Length: 3\r\n\r\n", "HEAD", gives: headReply(["Content-Length: 3"])),
        answer("HEAD chunked", ok + "Transfer-Encoding: chunked\r\n\r\n", "HEAD", gives: headReply([])),
        answer("HEAD without framing", ok + "X-A: 1\r\n\r\n", "HEAD", gives: headReply(["X-A: 1"])),
        answer("204", "HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n", gives: reply(204, "", BodyFraming.none, ["X-A: 1"])),
        answer(
            "304", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n",
            gives: reply(304, "", BodyFraming.none, ["ETag: \"a\""])),
        answer(
            "304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 30\r\n\r\n",
            gives: reply(304, "", BodyFraming.none)),
        answer("205", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", gives: reply(205, "", .length(0))),
        answer(
            "trailers", ok + "Trailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n",
            gives: .init(statuses: [200], codes: [], body: "abc", framing: .chunked, trailers: ["X-Sum: 1"])),
        answer(
            "gzip untouched", ok + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\u{1F}\u{8B}\u{08}\u{00}\u{FF}",
            gives: reply(200, "\u{1F}\u{8B}\u{08}\u{00}\u{FF}", .length(5), ["Content-Encoding: gzip"])),
        answer(
            "300 kB", ok + "Content-Length: 300000\r\n\r\n" + String(repeating: "abcdef", count: 50_000),
            gives: reply(200, String(repeating: "abcdef", count: 50_000), .length(300_000))),
        answer(
            "a thousand chunks",
            ok + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: "1\r\nx\r\n", count: 1000) + "0\r\n\r\n",
            gives: reply(200, String(repeating: "x", count: 1000), .chunked)),
    ]

    private static func headReply(_ has: [String]) -> ConformanceCase.Reply {
        .init(statuses: [200], codes: [], body: "", has: has)
    }

    static let statuses: [ConformanceCase] =
        [
            200, 201, 202, 203, 206, 207, 226, 300, 400, 401, 402, 403, 404, 405, 409, 410, 412, 413, 415, 418, 422,
            423, 424, 428, 429, 431, 451,
            499, 500, 501, 502, 503, 504, 507, 520, 529, 599,
        ].map { status in
            answer(
                "status \(status)", "HTTP/1.1 \(status) Some Reason\r\nRetry-After: 7\r\nContent-Length: 3\r\n\r\nabc",
                gives: .init(
                    statuses: [status], codes: [], body: "abc", exactly: ["Retry-After: 7"],
                    line: "HTTP/1.1 \(status) Some Reason"))
        } + [
            answer(
                "empty reason", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
                gives: .init(statuses: [200], codes: [], line: "HTTP/1.1 200 ")),
            answer(
                "reason of another language", "HTTP/1.1 200 D'accord \u{E9}\r\nContent-Length: 0\r\n\r\n",
                gives: .init(statuses: [200], codes: [], line: "HTTP/1.1 200 D'accord \u{E9}")),
            answer(
                "no space after the status", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
                gives: .init(statuses: [200], codes: [])),
            answer(
                "error without a body", "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", gives: reply(500, "", .length(0))
            ),
            answer(
                "error with text", "HTTP/1.1 404 X\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nabc",
                gives: reply(404, "abc", .length(3), ["Content-Type: text/html"])),
        ]

    private static func fields(_ name: String, _ sent: [String], as left: [String], _ status: Int = 200)
        -> ConformanceCase
    {
        answer(
            name, "HTTP/1.1 \(status) X\r\n" + (sent + ["Content-Length: 2"]).joined(separator: "\r\n") + "\r\n\r\nok",
            gives: reply(status, "ok", .length(2), left))
    }

    static let fields: [ConformanceCase] = [
        fields("no invented type", [], as: []),
        fields(
            "kept in order and case", ["x-lower: 1", "X-UPPER: 2", "x-lower: 3", "ETag: W/\"a\""],
            as: ["x-lower: 1", "X-UPPER: 2", "x-lower: 3", "ETag: W/\"a\""]),
        fields(
            "Link and limits", ["Link: <https://v.example/x?page=2>; rel=\"next\"", "X-RateLimit-Remaining: 3"],
            as: ["Link: <https://v.example/x?page=2>; rel=\"next\"", "X-RateLimit-Remaining: 3"]),
        fields("Latin letters", ["X-A: \u{E4}"], as: ["X-A: \u{E4}"]),
        fields("empty value", ["X-A:"], as: ["X-A: "]),
        fields(
            "Server, Date and Via", ["Server: v", "Date: Tue, 15 Nov 1994 08:12:31 GMT", "Via: 1.1 v"],
            as: ["Server: v", "Date: Tue, 15 Nov 1994 08:12:31 GMT", "Via: 1.1 v"]),
        fields("WWW-Authenticate", ["WWW-Authenticate: Bearer"], as: ["WWW-Authenticate: Bearer"], 401),
        fields(
            "hop-by-hop", ["Keep-Alive: timeout=5", "Connection: keep-alive", "Proxy-Connection: x", "X-A: 1"],
            as: ["X-A: 1"]),
        fields("named by Connection", ["Connection: X-Secret", "X-Secret: 1", "X-A: 1"], as: ["X-A: 1"]),
        fields("Upgrade", ["Upgrade: h2c", "Connection: Upgrade"], as: []),
        fields(
            "ours from the vendor",
            [
                "Passthrough-Error: x", "Passthrough-Request-Id: x", "X-Response-Time: 1", "X-EndApi-Response-Time: 2",
                "X-Unified-Response-Time: 3",
            ],
            as: []),
        fields(
            "ours in another case",
            [
                "passthrough-error: x", "passthrough-request-id: x", "x-response-time: 1", "x-endapi-response-time: 2",
                "X-UNIFIED-RESPONSE-TIME: 3",
            ],
            as: []),
        fields("named by Connection: Content-Length", ["Connection: Content-Length", "X-A: 1"], as: ["X-A: 1"]),
        fields("CORS", ["Access-Control-Allow-Origin: *"], as: ["Access-Control-Allow-Origin: *"]),
        fields(
            "Strict-Transport-Security", ["Strict-Transport-Security: max-age=1"],
            as: ["Strict-Transport-Security: max-age=1"]),
    ]

    static let interim: [ConformanceCase] = [
        answer(
            "103", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok",
            gives: reply(200, "ok", .length(2))),
        answer(
            "100 unasked", "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok",
            gives: reply(200, "ok", .length(2))),
        answer(
            "102 twice", "HTTP/1.1 102 X\r\n\r\nHTTP/1.1 102 X\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok",
            gives: reply(200, "ok", .length(2))),
        answer(
            "100 and 103",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\nLink: </a>\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok",
            gives: reply(200, "ok", .length(2))),
        answer(
            "103 on HEAD", "HTTP/1.1 103 X\r\n\r\n" + ok + "Content-Length: 2\r\n\r\n", "HEAD",
            gives: headReply(["Content-Length: 2"])),
    ]
}
