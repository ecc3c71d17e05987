//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Request fields: what goes on, what stays, what is added (CONTRACT 1.5).
enum FieldTable {
    private static func fields(_ name: String, _ sent: [String], as left: [String]) -> ConformanceCase {
        .forwarded(name, message("GET ~/x HTTP/1.1", sent), as: ["GET /x HTTP/1.1"] + left)
    }

    private static func kept(_ fields: String...) -> ConformanceCase {
        FieldTable.fields("kept: \(fields)", fields, as: fields)
    }

    private static func dropped(_ fields: String...) -> ConformanceCase {
        FieldTable.fields("dropped: \(fields)", ["X-A: 1"] + fields + ["X-B: 2"], as: ["X-A: 1", "X-B: 2"])
    }

    static let kept: [ConformanceCase] = [
        kept("x-lower: 1", "X-UPPER: 2", "x-MiXeD: 3"), kept("X-B: 1", "X-A: 2", "X-C: 3"),
        kept("X-A: 1", "X-A: 2", "X-A: 1"),
        kept("X-Empty: "), kept("X-Tab: a\tb"), kept("X-Latin: \u{E4}\u{F6}"), kept("X-Utf8: \u{C3}\u{A4}"),
        kept("X-Quote: \"a, b\""),
        kept("X-Colon: a:b: c"), kept("X_Under_Score: 1"), kept("!#$%&'*+-.^_`|: odd"), kept("0: digit"),
        kept("x-api-version: 2023-06-01"),
        kept("Accept: */*"), kept("Accept-Encoding: gzip, br"), kept("Accept-Encoding: identity"),
        kept("Accept-Encoding: "),
        kept("User-Agent: x/1 (y; z)"), kept("Cookie: a=b; c=d"), kept("Cookie: a=b", "Cookie: c=d"),
        kept("If-None-Match: \"x\""),
        kept("Range: bytes=0-9"), kept("Prefer: return=minimal"), kept("Idempotency-Key: 1"),
        kept("Origin: https://app.example"),
        kept("X-Forwarded-For: 1.2.3.4"), kept("X-Forwarded-Host: a.example", "X-Forwarded-Proto: https"),
        kept("Forwarded: for=1.2.3.4"),
        kept("Via: 1.1 other"), kept("X-Passthrough-A: 1"), kept("Passthrough: 1"), kept("Content-Type: text/plain"),
        kept("Content-Encoding: gzip"), kept("Date: Tue, 15 Nov 1994 08:12:31 GMT"), kept("X-Host: evil.example"),
        kept("X-Real-Ip: 1.2.3.4"), kept("X-Http-Method-Override: DELETE"), kept("X-Original-Url: /admin"),
        kept("Max-Forwards: 3"),
        kept("X-Api-Key: the caller's own"), kept("Cache-Control: no-cache"), kept("Pragma: no-cache"),
        kept("Priority: u=1"),
        kept("X-Long: " + String(repeating: "a", count: 8000)),
        fields("blanks around values", ["X-A:1", "X-B:  2  ", "X-C:\t3\t"], as: ["X-A: 1", "X-B: 2", "X-C: 3"]),
    ]

    static let dropped: [ConformanceCase] = [
        dropped("Keep-Alive: timeout=5"), dropped("keep-alive: timeout=5", "Connection: keep-alive"),
        dropped("Proxy-Connection: keep-alive"),
        dropped("TE: trailers"), dropped("TE: trailers", "Connection: TE"), dropped("TE: gzip"),
        dropped("Connection: "),
        dropped("Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA", "Connection: Upgrade, HTTP2-Settings"),
        dropped("Upgrade: h2c"), dropped("Upgrade: TLS/1.0", "Connection: upgrade"), dropped("HTTP2-Settings: AAMA"),
        dropped("Connection: X-Secret", "X-Secret: 1"), dropped("X-Secret: 1", "Connection: x-secret"),
        dropped("Connection: close, X-Secret", "X-Secret: 1"),
        dropped("Connection: X-One", "Connection: X-Two", "X-One: 1", "X-Two: 2"),
        dropped("Connection: X-One,X-Two , ,X-Three", "X-Three: 3", "X-Two: 2", "X-One: 1"),
        dropped("Connection: X-Secret", "x-secret: 1", "X-SECRET: 2"),
        dropped("Connection: X-Absent"), dropped("Connection: Connection"), dropped("Passthrough-Trace: 1"),
        dropped("passthrough-trace: 1"),
        dropped("PASSTHROUGH-A: 1"), dropped("Passthrough-Request-Id: mine"), dropped("Passthrough-Error: mine"),
        dropped("Passthrough-Caller-Address: 1.2.3.4"), dropped("Passthrough-: 1"), dropped("Cookie: "),
        dropped("Cookie:"), dropped("cookie:  "),
        dropped("Connection: X-A-Very-Long-" + String(repeating: "a", count: 4000)),
    ].map { $0.ending(.either) }

    static let named: [ConformanceCase] = [
        named("Connection: Host", []), named("Connection: Authorization", []),
        named("Connection: Cookie", ["Cookie: a=b"], left: []),
        named("Connection: Content-Type", ["Content-Type: text/plain"], left: []),
        .forwarded(
            "Connection: X-Api-Key does not take the credential away",
            message("GET ~/x HTTP/1.1", ["Connection: X-Api-Key"]), as: ["GET /x HTTP/1.1"]
        ).on(.header),
        safe("Connection: Content-Length"), safe("Connection: content-length, close"),
        safe("Connection: Transfer-Encoding"),
    ]

    private static func named(_ connection: String, _ fields: [String], left: [String] = []) -> ConformanceCase {
        FieldTable.fields(connection, [connection] + fields, as: left)
    }

    /// The framing field stays whatever `Connection` names.
    private static func safe(_ connection: String) -> ConformanceCase {
        .forwarded(
            connection, message("POST ~/x HTTP/1.1", [connection, "Content-Length: 3"], "abc"),
            as: ["POST /x HTTP/1.1", "Content-Length: 3"], "abc")
    }

    static let types: [ConformanceCase] = [
        fields(
            "two Content-Type: the last", ["Content-Type: application/json", "X-A: 1", "Content-Type: text/csv"],
            as: ["X-A: 1", "Content-Type: text/csv"]),
        fields(
            "two Content-Type in two cases", ["content-type: application/json", "CONTENT-TYPE: text/csv"],
            as: ["CONTENT-TYPE: text/csv"]),
        fields(
            "three Content-Type", ["Content-Type: a/a", "Content-Type: b/b", "Content-Type: c/c", "X-A: 1"],
            as: ["Content-Type: c/c", "X-A: 1"]),
        fields("two equal Content-Type", ["Content-Type: a/a", "Content-Type: a/a"], as: ["Content-Type: a/a"]),
    ]

    static let credentials: [ConformanceCase] = [
        credential("none sent", .header, []),
        credential("the caller's own", .header, ["X-Api-Key: mine"]),
        credential("the caller's own in lower case", .header, ["x-api-key: mine"]),
        credential("the caller's own twice", .header, ["X-API-KEY: mine", "X-Api-Key: mine"]),
        credential("a name like it", .header, ["X-Api-Keys: mine"], left: ["X-Api-Keys: mine"]),
        credential("basic", .basic, []), credential("basic beside the caller's", .basic, ["Authorization: Basic dTpw"]),
        credential("bearer beside the caller's", .bearer, ["Authorization: Bearer mine"]),
        credential(
            "bearer beside two of the caller's", .bearer, ["authorization: mine", "AUTHORIZATION: Bearer mine"]),
        fixed("added", [], ["X-Api-Version: 2020-01-01"]),
        fixed("gives way", ["X-Api-Version: 2023-06-01"], [], left: ["X-Api-Version: 2023-06-01"]),
        fixed("gives way in another case", ["x-api-version: 2023-06-01"], [], left: ["x-api-version: 2023-06-01"]),
        fixed("gives way to an empty one", ["x-api-version: "], [], left: ["x-api-version: "]),
    ]

    private static func credential(
        _ name: String, _ account: Account, _ sent: [String], left: [String] = []
    ) -> ConformanceCase {
        FieldTable.fields("\(account) credential: \(name)", sent, as: left).on(account)
    }

    private static func fixed(
        _ name: String, _ sent: [String], _ added: [String], left: [String] = []
    ) -> ConformanceCase {
        var entry = FieldTable.fields("static field \(name)", sent, as: left).on(.versioned)
        entry.arrivals[0].anywhere = added
        return entry
    }
}
