//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Heads at and beyond the limits, methods that are not served, versions and what may stand before a request.
enum LimitTable {
    static let refused: [ConformanceCase] = [
        large("head of 33 kB in one field", ["X: " + String(repeating: "a", count: 33_000)]),
        large("head of 1 MB in one field", ["X: " + String(repeating: "a", count: 1_000_000)]),
        large("head of 40 kB in 100 fields", Array(repeating: "X: " + String(repeating: "a", count: 400), count: 100)),
        large("129 fields", Array(repeating: "X: a", count: 127)),
        large("1000 fields", Array(repeating: "X: a", count: 1000)),
        .refused(
            "target of 40 kB", 431, "headers_too_large",
            message("GET ~/" + String(repeating: "a", count: 40_000) + " HTTP/1.1"), .closed),
        // Such a method is refused before the head is too large.
        .malformed("method of 40 kB", message(String(repeating: "A", count: 40_000) + " ~/x HTTP/1.1")),
        .refused(
            "field name of 40 kB", 431, "headers_too_large",
            message("GET ~/x HTTP/1.1", [String(repeating: "a", count: 40_000) + ": b"]), .closed),
    ]

    private static func large(_ name: String, _ fields: [String]) -> ConformanceCase {
        .refused(name, 431, "headers_too_large", message("GET ~/x HTTP/1.1", fields), .closed)
    }

    static let methods: [ConformanceCase] =
        [
            .refused(
                "CONNECT with an authority", 405, "method_not_allowed",
                rawMessage(["CONNECT vendor.example:443 HTTP/1.1", "Host: vendor.example:443", "Authorization: {K}"])),
            .refused("CONNECT with a path", 405, "method_not_allowed", message("CONNECT ~/x HTTP/1.1")),
            .refused("TRACE", 405, "method_not_allowed", message("TRACE ~/x HTTP/1.1")),
            .refused(
                "TRACE with a body", 405, "method_not_allowed",
                message("TRACE ~/x HTTP/1.1", ["Content-Length: 3"], "abc")),
            websocket("websocket", "Upgrade: websocket", "Connection: Upgrade"),
            websocket("websocket in capitals", "Upgrade: WebSocket", "Connection: keep-alive, Upgrade"),
        ]
        + [
            "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PROPFIND", "REPORT", "QUERY", "SEARCH",
            "MKCOL", "X", "get", "M-SEARCH", "LINK!",
        ].map { method in
            .forwarded("method \(method)", message("\(method) ~/x HTTP/1.1"), as: ["\(method) /x HTTP/1.1"])
        }

    private static func websocket(_ name: String, _ fields: String...) -> ConformanceCase {
        .refused(
            name, 501, "upgrade_unsupported",
            message(
                "GET ~/x HTTP/1.1",
                fields + ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="]))
    }

    static let versions: [ConformanceCase] = [
        .forwarded("HTTP/1.0", message("GET ~/x HTTP/1.0"), as: ["GET /x HTTP/1.1"]).ending(.closed),
        .forwarded(
            "HTTP/1.0 with keep-alive", message("GET ~/x HTTP/1.0", ["Connection: keep-alive"]),
            as: ["GET /x HTTP/1.1"]),
        .forwarded(
            "HTTP/1.0 with a body", message("POST ~/x HTTP/1.0", ["Content-Length: 3"], "abc"),
            as: ["POST /x HTTP/1.1", "Content-Length: 3"], "abc"
        ).ending(.closed),
        .forwarded("HTTP/1.1 keeps the channel", message("GET ~/x HTTP/1.1"), as: ["GET /x HTTP/1.1"]).ending(.kept),
        .forwarded(
            "Connection: close", message("GET ~/x HTTP/1.1", ["Connection: close"]),
            as: ["GET /x HTTP/1.1"]
        ).ending(.closed),
        .forwarded(
            "Connection: Close among others", message("GET ~/x HTTP/1.1", ["Connection: X-A, Close"]),
            as: ["GET /x HTTP/1.1"]
        ).ending(.closed),
        .forwarded(
            "Connection: keep-alive", message("GET ~/x HTTP/1.1", ["Connection: keep-alive"]),
            as: ["GET /x HTTP/1.1"]
        ).ending(.kept),
        .forwarded("one empty line before", "\r\n" + message("GET ~/x HTTP/1.1"), as: ["GET /x HTTP/1.1"]),
        .forwarded(
            "absolute form that agrees",
            message("GET http://gateway.example/passthrough/{C}/x HTTP/1.1"), as: ["GET /x HTTP/1.1"]),
        .forwarded(
            "absolute form, host in capitals",
            message("GET http://GATEWAY.example/passthrough/{C}/x HTTP/1.1"), as: ["GET /x HTTP/1.1"]),
        .forwarded(
            "head of 30 kB", message("GET ~/x HTTP/1.1", ["X: " + String(repeating: "a", count: 30_000)]),
            as: ["GET /x HTTP/1.1", "X: " + String(repeating: "a", count: 30_000)]),
        .forwarded(
            "120 fields", message("GET ~/x HTTP/1.1", Array(repeating: "X: a", count: 118)),
            as: ["GET /x HTTP/1.1"] + Array(repeating: "X: a", count: 118)),
        .refused("OPTIONS *", 404, "route_not_found", message("OPTIONS * HTTP/1.1")),
        .refused("another path", 404, "route_not_found", message("GET /nowhere HTTP/1.1")),
        .refused("the root", 404, "route_not_found", message("GET / HTTP/1.1")),
    ]
}
