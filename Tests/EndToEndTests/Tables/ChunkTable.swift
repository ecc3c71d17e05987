//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Chunked request bodies (RFC 9112 section 7.1).
enum ChunkTable {
    private static func chunked(_ name: String, _ body: String, _ extra: [String] = []) -> ConformanceCase {
        var entry = ConformanceCase.malformed(
            name, message("POST ~/x HTTP/1.1", ["Transfer-Encoding: chunked"] + extra, body))
        entry.mayArriveCut = true
        return entry
    }

    /// The head may have gone before the fault came; the end of the body must not.
    static let malformed: [ConformanceCase] = [
        chunked("size past 64 bits", "10000000000000003\r\nabc\r\n0\r\n\r\n"),
        chunked("size past 63 bits", "8000000000000000\r\nabc"),
        chunked("size of 40 digits", String(repeating: "f", count: 40) + "\r\nabc"),
        chunked("size with 0x", "0x3\r\nabc\r\n0\r\n\r\n"),
        chunked("size with plus", "+3\r\nabc\r\n0\r\n\r\n"),
        chunked("size negative", "-3\r\nabc\r\n0\r\n\r\n"),
        chunked("size empty", "\r\nabc\r\n0\r\n\r\n"),
        chunked("size not hexadecimal", "g\r\nabc\r\n0\r\n\r\n"),
        chunked("size after a blank", " 3\r\nabc\r\n0\r\n\r\n"),
        chunked("size before a blank", "3 \r\nabc\r\n0\r\n\r\n"),
        chunked("size with an underscore", "1_0\r\n0123456789abcdef\r\n0\r\n\r\n"),
        chunked("extension without a size", ";a=b\r\nabc\r\n0\r\n\r\n"),
        chunked("size line ends with LF", "3\nabc\r\n0\r\n\r\n"),
        chunked("size line ends with CR", "3\rabc\r\n0\r\n\r\n"),
        chunked("chunk ends with LF", "3\r\nabc\n0\r\n\r\n"),
        chunked("chunk ends with CR", "3\r\nabc\r0\r\n\r\n"),
        chunked("chunk without an end", "3\r\nabc0\r\n\r\n"),
        chunked("chunk too long for its size", "3\r\nabcd\r\n0\r\n\r\n"),
        chunked("chunk too short for its size", "4\r\nabc\r\n0\r\n\r\n"),
        chunked("last chunk ends with LF", "3\r\nabc\r\n0\n\r\n"),
        chunked("body ends with LF", "3\r\nabc\r\n0\r\n\n"),
        chunked("bytes after the last chunk's size", "3\r\nabc\r\n0 \r\n\r\n"),
        chunked("LF in an extension", "3;a\nb\r\nabc\r\n0\r\n\r\n"),
        chunked("CR in an extension", "3;a\rb\r\nabc\r\n0\r\n\r\n"),
        chunked("NUL in an extension", "3;a\u{00}\r\nabc\r\n0\r\n\r\n"),
        chunked("extension of 20 kB", "3;" + String(repeating: "a", count: 20_000) + "\r\nabc\r\n0\r\n\r\n"),
        chunked(
            "extensions of 1 MB in all",
            String(repeating: "1;" + String(repeating: "a", count: 200) + "\r\nx\r\n", count: 5000) + "0\r\n\r\n"),
        chunked("trailer Content-Length", "3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n"),
        chunked("trailer Transfer-Encoding", "3\r\nabc\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"),
        chunked("trailer Host", "3\r\nabc\r\n0\r\nHost: evil\r\n\r\n"),
        chunked("trailer Authorization", "3\r\nabc\r\n0\r\nAuthorization: {K}\r\n\r\n"),
        chunked("trailer without a colon", "3\r\nabc\r\n0\r\nX\r\n\r\n"),
        chunked("trailer with a bare LF", "3\r\nabc\r\n0\r\nX: y\nZ: a\r\n\r\n"),
        chunked("trailer with a space before the colon", "3\r\nabc\r\n0\r\nX : y\r\n\r\n"),
        chunked("trailer folded", "3\r\nabc\r\n0\r\nX: y\r\n z\r\n\r\n"),
        chunked(
            "trailers of 64 kB", "3\r\nabc\r\n0\r\n" + String(repeating: "X: 0123456789\r\n", count: 4500) + "\r\n"),
    ]

    private static func sound(_ name: String, _ chunks: String, _ body: String) -> ConformanceCase {
        .forwarded(
            name, message("POST ~/x HTTP/1.1", ["Transfer-Encoding: chunked"], chunks),
            as: ["POST /x HTTP/1.1"], body, chunked: true)
    }

    static let sound: [ConformanceCase] = [
        sound("one chunk", "3\r\nabc\r\n0\r\n\r\n", "abc"),
        sound("no chunk", "0\r\n\r\n", ""),
        sound("three chunks", "1\r\na\r\n2\r\nbc\r\n3\r\ndef\r\n0\r\n\r\n", "abcdef"),
        sound("size in upper case", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        sound("size in lower case", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        sound("size with leading noughts", "0003\r\nabc\r\n000\r\n\r\n", "abc"),
        sound("extension", "3;a=b\r\nabc\r\n0\r\n\r\n", "abc"),
        sound("extension without a value", "3;a\r\nabc\r\n0;z\r\n\r\n", "abc"),
        sound("quoted extension", "3;a=\"b;c\"\r\nabc\r\n0\r\n\r\n", "abc"),
        sound("CRLF in the chunk", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
        sound("a last chunk in the chunk", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
        sound(
            "a thousand chunks", String(repeating: "1\r\nx\r\n", count: 1000) + "0\r\n\r\n",
            String(repeating: "x", count: 1000)),
        .forwarded(
            "coding in upper case", message("POST ~/x HTTP/1.1", ["TRANSFER-ENCODING: CHUNKED"], "1\r\na\r\n0\r\n\r\n"),
            as: ["POST /x HTTP/1.1"], "a", chunked: true),
        .forwarded(
            "GET with chunks", message("GET ~/x HTTP/1.1", ["Transfer-Encoding: chunked"], "1\r\na\r\n0\r\n\r\n"),
            as: ["GET /x HTTP/1.1"], "a", chunked: true),
    ]
}
