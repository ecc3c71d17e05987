//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Several requests in one go: one exchange at a time, in order (RFC 9112 section 9.3.2).
enum PipelineTable {
    private static func requests(
        _ name: String, _ parts: [String], _ lines: [String], _ replies: [ConformanceCase.Reply]
    )
        -> ConformanceCase
    {
        ConformanceCase(
            name: name, request: parts.joined(), arrivals: lines.map { .init(lines: [$0], body: "") }, replies: replies)
    }

    private static func get(_ index: Int) -> String { message("GET ~/\(index) HTTP/1.1") }
    private static let bad = message("GET ~/x HTTP/1.1", ["X-A : b"])

    static let table: [ConformanceCase] =
        (2...10).map { count in
            requests(
                "\(count) requests", (1...count).map(get), (1...count).map { "GET /\($0) HTTP/1.1" },
                Array(repeating: .usual, count: count)
            ).ending(.kept)
        } + bodies + [
            requests(
                "a malformed one in the middle", [get(1), get(2), bad, get(4)], ["GET /1 HTTP/1.1", "GET /2 HTTP/1.1"],
                [.usual, .usual, .ours(400, "header_invalid")]
            ).ending(.closed),
            requests("a malformed one first", [bad, get(2)], [], [.ours(400, "header_invalid")]).ending(.closed),
            requests(
                "a refused one in the middle", [get(1), message("GET ~/.. HTTP/1.1"), get(3)],
                ["GET /1 HTTP/1.1", "GET /3 HTTP/1.1"], [.usual, .ours(400, "path_invalid"), .usual]
            ).ending(.kept),
            requests(
                "an unknown caller in the middle",
                [get(1), rawMessage(["GET ~/x HTTP/1.1", "Host: a", "Authorization: nobody"]), get(3)],
                ["GET /1 HTTP/1.1", "GET /3 HTTP/1.1"], [.usual, .ours(401, "api_key_invalid"), .usual]
            ).ending(.kept),
            requests(
                "after Connection: close", [message("GET ~/1 HTTP/1.1", ["Connection: close"]), get(2)],
                ["GET /1 HTTP/1.1"],
                [.usual]
            ).ending(.closed),
            requests("after HTTP/1.0", [message("GET ~/1 HTTP/1.0"), get(2)], ["GET /1 HTTP/1.1"], [.usual]).ending(
                .closed),
            requests(
                "the control plane between two", [get(1), message("GET /nowhere HTTP/1.1"), get(3)],
                ["GET /1 HTTP/1.1", "GET /3 HTTP/1.1"], [.usual, .ours(404, "route_not_found"), .usual]
            ).ending(.kept),
            requests(
                "garbage after a request", [get(1), "\u{00}\u{01}\u{02}\r\n\r\n"], ["GET /1 HTTP/1.1"],
                [.usual, .init(statuses: [400], codes: ["header_invalid", "path_invalid"])]
            ).ending(.closed),
        ]

    private static let bodies: [ConformanceCase] = [
        with(
            "a body, then a GET", [body(1, "Content-Length: 3", "abc"), get(2)],
            [
                .init(lines: ["POST /1 HTTP/1.1", "Content-Length: 3"], body: "abc"),
                .init(lines: ["GET /2 HTTP/1.1"], body: ""),
            ]),
        with(
            "chunks, then a GET", [body(1, "Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n"), get(2)],
            [
                .init(lines: ["POST /1 HTTP/1.1"], body: "abc", isChunked: true),
                .init(lines: ["GET /2 HTTP/1.1"], body: ""),
            ]),
        with(
            "a body that is a request", [body(1, "Content-Length: 18", "GET /x HTTP/1.1\r\n\r"), get(2)],
            [
                .init(lines: ["POST /1 HTTP/1.1", "Content-Length: 18"], body: "GET /x HTTP/1.1\r\n\r"),
                .init(lines: ["GET /2 HTTP/1.1"], body: ""),
            ]),
        with(
            "three bodies", (1...3).map { body($0, "Content-Length: 3", "ab\($0)") },
            (1...3).map { .init(lines: ["POST /\($0) HTTP/1.1", "Content-Length: 3"], body: "ab\($0)") }),
        with(
            "CRLF between two", [body(1, "Content-Length: 3", "abc"), "\r\n", get(2)],
            [
                .init(lines: ["POST /1 HTTP/1.1", "Content-Length: 3"], body: "abc"),
                .init(lines: ["GET /2 HTTP/1.1"], body: ""),
            ]),
    ]

    private static func body(_ index: Int, _ framing: String, _ body: String) -> String {
        message("POST ~/\(index) HTTP/1.1", [framing], body)
    }

    private static func with(_ name: String, _ parts: [String], _ arrivals: [ConformanceCase.Arrival])
        -> ConformanceCase
    {
        ConformanceCase(
            name: name, request: parts.joined(), arrivals: arrivals,
            replies: Array(repeating: .usual, count: arrivals.count), fate: .kept)
    }
}
