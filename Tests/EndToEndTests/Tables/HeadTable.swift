//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Request lines and fields that are not as RFC 9112 sections 2 to 5 have them.
enum HeadTable {
    private static func line(_ name: String, _ line: String) -> ConformanceCase {
        var entry = ConformanceCase.malformed(name, message(line))
        entry.replies = [.init(statuses: [400, 505], codes: ["path_invalid", "header_invalid"])]
        return entry
    }

    private static func field(_ name: String, _ fields: String...) -> ConformanceCase {
        .malformed(name, message("GET ~/x HTTP/1.1", fields))
    }

    static let lines: [ConformanceCase] = [
        line("two spaces before the target", "GET  ~/x HTTP/1.1"),
        line("two spaces after the target", "GET ~/x  HTTP/1.1"),
        line("space at the end", "GET ~/x HTTP/1.1 "),
        line("space at the start", " GET ~/x HTTP/1.1"),
        line("tab before the target", "GET\t~/x HTTP/1.1"),
        line("tab after the target", "GET ~/x\tHTTP/1.1"),
        line("space in the target", "GET ~/x y HTTP/1.1"),
        line("no version", "GET ~/x"),
        line("no version, a space", "GET ~/x "),
        line("no target", "GET HTTP/1.1"),
        line("method alone", "GET"),
        line("empty target", "GET  HTTP/1.1"),
        line("HTTP/0.9", "GET ~/x HTTP/0.9"),
        line("HTTP/1.2", "GET ~/x HTTP/1.2"),
        line("HTTP/1.10", "GET ~/x HTTP/1.10"),
        line("HTTP/2.0", "GET ~/x HTTP/2.0"),
        line("HTTP/11", "GET ~/x HTTP/11"),
        line("HTTP/1,1", "GET ~/x HTTP/1,1"),
        line("http/1.1", "GET ~/x http/1.1"),
        line("HTTPS/1.1", "GET ~/x HTTPS/1.1"),
        line("version with a letter", "GET ~/x HTTP/1.x"),
        line("HTTP/01.1", "GET ~/x HTTP/01.1"),
        line("method with a colon", "GE:T ~/x HTTP/1.1"),
        line("method with a slash", "GE/T ~/x HTTP/1.1"),
        line("method in quotes", "\"GET\" ~/x HTTP/1.1"),
        line("method with a NUL", "GE\u{00}T ~/x HTTP/1.1"),
        line("method not ASCII", "G\u{C9}T ~/x HTTP/1.1"),
        line("target without a slash", "GET passthrough/{C}/x HTTP/1.1"),
        line("target with NUL", "GET ~/x\u{00} HTTP/1.1"),
        line("target with DEL", "GET ~/x\u{7F} HTTP/1.1"),
        line("target with a bell", "GET ~/x\u{07} HTTP/1.1"),
        line("target with a bare CR", "GET ~/x\ry HTTP/1.1"),
        line("target with a bare LF", "GET ~/x\ny HTTP/1.1"),
        line("asterisk with GET", "GET * HTTP/1.1"),
        line("asterisk and more with OPTIONS", "OPTIONS *x HTTP/1.1"),
        line("HTTP/2 preface", "PRI * HTTP/2.0"),
        line("TLS client hello", "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}"),
    ]

    static let fields: [ConformanceCase] = [
        field("no colon", "X-A"),
        field("empty name", ": a"),
        field("blank name", " : a"),
        field("space before the colon", "X-A : b"),
        field("tab before the colon", "X-A\t: b"),
        field("space in the name", "X A: b"),
        field("folded with a space", "X-A: b", " c"),
        field("folded with a tab", "X-A: b", "\tc"),
        field("folded to nothing", "X-A: b", " "),
        field("bare LF between fields", "X-A: b\nX-B: c"),
        field("bare CR in a value", "X-A: b\rc"),
        field("CR before CRLF", "X-A: b\r"),
        field("NUL in a value", "X-A: b\u{00}c"),
        field("DEL in a value", "X-A: b\u{7F}c"),
        field("control in a value", "X-A: b\u{01}c"),
        field("vertical tab in a value", "X-A: b\u{0B}c"),
        field("escape in a value", "X-A: b\u{1B}c"),
        field("NUL in a name", "X\u{00}A: b"),
        field("quote in a name", "X\"A: b"),
        field("parenthesis in a name", "X(A: b"),
        field("comma in a name", "X,A: b"),
        field("slash in a name", "X/A: b"),
        field("brackets in a name", "X[A]: b"),
        field("braces in a name", "X{A}: b"),
        field("at sign in a name", "X@A: b"),
        field("equals in a name", "X=A: b"),
        field("semicolon in a name", "X;A: b"),
        field("non-ASCII in a name", "X-\u{C4}: b"),
        .malformed("first field folded", rawMessage(["GET ~/x HTTP/1.1", " X: y"] + usualFields)),
        .malformed("LF for every line end", "GET ~/x HTTP/1.1\nHost: gateway.example\nAuthorization: {K}\n\n"),
        .malformed(
            "LF at the end of the head", "GET ~/x HTTP/1.1\r\nHost: gateway.example\r\nAuthorization: {K}\r\n\n"),
        .malformed("CR for every line end", "GET ~/x HTTP/1.1\rHost: gateway.example\rAuthorization: {K}\r\r\n\r\n"),
    ]

    static let hosts: [ConformanceCase] = [
        .malformed("no Host", rawMessage(["GET ~/x HTTP/1.1", "Authorization: {K}"])),
        .malformed("two equal Host", message("GET ~/x HTTP/1.1", ["Host: gateway.example"])),
        .malformed("two different Host", message("GET ~/x HTTP/1.1", ["Host: evil.example"])),
        host("a comma", "a.example, b.example"), host("a space", "a b"), host("a slash", "a.example/x"),
        host("user info", "user@a.example"), host("a letter for a port", "a.example:8o"),
        host("a minus port", "a.example:-1"),
        host("a port past 65535", "a.example:65536"), host("two ports", "a.example:1:2"),
        host("a question mark", "a?b"),
        host("a hash", "a#b"), host("a backslash", "a\\b"), host("a quote", "a\"b"), host("a tab", "a\tb"),
        host("an open bracket", "[::1"), host("brackets around a name", "[a.example]"),
        host("a non-ASCII name", "\u{E4}.example"),
        host("angle brackets", "<a>"),
        .malformed("Host with an underscore name twice", message("GET ~/x HTTP/1.1", ["Host : a.example"])),
        absolute("disagrees with Host", "http://evil.example/passthrough/{C}/x"),
        absolute("disagrees in the port", "http://gateway.example:81/passthrough/{C}/x"),
        absolute("has user info", "http://user@gateway.example/passthrough/{C}/x"),
        absolute("has another scheme", "ftp://gateway.example/passthrough/{C}/x"),
        absolute("has no host", "http:///passthrough/{C}/x"),
    ]

    private static func host(_ name: String, _ value: String) -> ConformanceCase {
        .malformed("Host with \(name)", rawMessage(["GET ~/x HTTP/1.1", "Host: \(value)", "Authorization: {K}"]))
    }

    private static func absolute(_ name: String, _ target: String) -> ConformanceCase {
        line("absolute form \(name)", "GET \(target) HTTP/1.1")
    }
}
