//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport

/// Vendors that answer what cannot be read in one way, or not at all.
///
/// The caller gets 502 and the vendor's channel is never used again.
enum HostileTable {
    private static func bad(_ name: String, _ sent: String, _ code: String = "upstream_protocol_error")
        -> ConformanceCase
    {
        var entry = ConformanceCase.forwarded(name, message("GET ~/x HTTP/1.1"), as: ["GET /x HTTP/1.1"])
            .vendor(VendorScript(.readRequest, .send(sent.latin1), .waitForClose))
        entry.replies = [.ours(502, code)]
        return entry
    }

    private static func fields(_ name: String, _ fields: String, _ body: String = "abc") -> ConformanceCase {
        bad(name, "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n" + body)
    }

    static let heads: [ConformanceCase] = [
        fields("TE and CL", "Transfer-Encoding: chunked\r\nContent-Length: 3"),
        fields("CL and TE", "Content-Length: 3\r\nTransfer-Encoding: chunked"),
        fields("two different CL", "Content-Length: 3\r\nContent-Length: 4"),
        fields("two equal CL", "Content-Length: 3\r\nContent-Length: 3"),
        fields("CL listed", "Content-Length: 3, 3"), fields("CL signed", "Content-Length: +3"),
        fields("CL negative", "Content-Length: -3"),
        fields("CL hexadecimal", "Content-Length: 0x3"), fields("CL empty", "Content-Length:"),
        fields("CL past 64 bits", "Content-Length: 18446744073709551617"),
        fields("CL with a blank inside", "Content-Length: 3 3"),
        fields("TE gzip, chunked", "Transfer-Encoding: gzip, chunked"),
        fields("TE chunked twice", "Transfer-Encoding: chunked, chunked"),
        fields("TE in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        fields("TE xchunked", "Transfer-Encoding: xchunked"),
        fields("TE identity", "Transfer-Encoding: identity"), fields("space before the colon", "Content-Length : 3"),
        fields("underscore in CL", "Content_Length: 3"), fields("folded", "X-A: b\r\n c\r\nContent-Length: 3"),
        fields("bare LF", "X-A: b\nContent-Length: 3"), fields("bare CR", "X-A: b\rc\r\nContent-Length: 3"),
        fields("NUL in a value", "X-A: b\u{00}\r\nContent-Length: 3"), fields("no colon", "X-A\r\nContent-Length: 3"),
        fields("empty name", ": a\r\nContent-Length: 3"), fields("space in a name", "X A: b\r\nContent-Length: 3"),
        fields("control in a value", "X-A: \u{01}\r\nContent-Length: 3"),
        fields("head of 1 MB", "X-A: " + String(repeating: "a", count: 1_000_000)),
        fields("10000 fields", Array(repeating: "X: a", count: 10_000).joined(separator: "\r\n")),
        bad("TE in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        bad("not HTTP", "SSH-2.0-OpenSSH_9.0\r\n\r\n"), bad("HTTP/0.9", "hello\r\n\r\n"),
        bad("HTTP/2.0", "HTTP/2.0 200 OK\r\n\r\n"),
        bad("HTTP/1.2", "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("lower case", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("status with a letter", "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("status 099", "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("negative status", "HTTP/1.1 -20 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("two spaces", "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n"),
        bad("NUL in the reason", "HTTP/1.1 200 O\u{00}K\r\nContent-Length: 0\r\n\r\n"),
        bad("LF ends the status line", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n"),
        bad("101 unasked", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
        bad("1000 times 100", String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 1000)),
        bad("100 with CL", "HTTP/1.1 100 Continue\r\nContent-Length: 3\r\n\r\nabc"),
        bad("a first line of 1 MB", "HTTP/1.1 200 " + String(repeating: "a", count: 1_000_000) + "\r\n\r\n"),
        bad("TLS alert", "\u{15}\u{03}\u{01}\u{00}\u{02}\u{02}\u{46}\r\n\r\n"),
    ]

    private static func cut(_ name: String, _ sent: String, reset: Bool = false) -> ConformanceCase {
        var entry = bad(name, "", "upstream_closed_early")
        entry.scripts = [VendorScript(.readRequest, .send(sent.latin1), reset ? .reset : .close)]
        return entry
    }

    /// Nothing was relayed yet: we can still say so.
    static let cutHeads: [ConformanceCase] = [
        cut("closed without a byte", ""), cut("reset without a byte", "", reset: true),
        cut("closed in the status line", "HTTP/1.1 20"),
        cut("closed in a field", "HTTP/1.1 200 OK\r\nContent-"),
        cut("closed before the empty line", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"),
        cut("closed after 100", "HTTP/1.1 100 Continue\r\n\r\n"),
        cut("reset in the head", "HTTP/1.1 200 OK\r\n", reset: true),
    ]

    /// The answer has begun: the only honest end is a cut one.
    static let cutBodies: [(name: String, sent: String)] = [
        ("closed in a length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
        ("closed before a length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"),
        ("closed in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nabc"),
        ("closed between chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
        ("closed before the last CRLF", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"),
        ("malformed chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n"),
        ("chunk without CRLF", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"),
        ("chunk size overflow", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc"),
        ("chunk with LF", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n"),
        (
            "forbidden trailer",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n"
        ),
    ]
}
