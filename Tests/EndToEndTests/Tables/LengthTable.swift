//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport

/// Content-Length and Transfer-Encoding in forms that two readers may read in two ways (RFC 9112 section 6).
enum LengthTable {
    static let malformed: [ConformanceCase] = lengths + codings + disguised

    private static func post(_ name: String, _ fields: [String], _ body: String = "") -> ConformanceCase {
        .malformed(name, message("POST ~/x HTTP/1.1", fields, body))
    }

    private static let lengths: [ConformanceCase] = [
        post("CL then TE", ["Content-Length: 3", "Transfer-Encoding: chunked"], "0\r\n\r\n"),
        post("TE then CL", ["Transfer-Encoding: chunked", "Content-Length: 3"], "0\r\n\r\n"),
        post("TE and CL 0", ["Transfer-Encoding: chunked", "Content-Length: 0"], "0\r\n\r\n"),
        post("two equal CL", ["Content-Length: 3", "Content-Length: 3"], "abc"),
        post("two different CL", ["Content-Length: 3", "Content-Length: 4"], "abcd"),
        post("CL listed, equal", ["Content-Length: 3, 3"], "abc"),
        post("CL listed, different", ["Content-Length: 3, 4"], "abcd"),
        post("CL signed plus", ["Content-Length: +3"], "abc"),
        post("CL negative", ["Content-Length: -3"], "abc"),
        post("CL minus nought", ["Content-Length: -0"]),
        post("CL hexadecimal", ["Content-Length: 0x3"], "abc"),
        post("CL hexadecimal digits", ["Content-Length: a"], "0123456789"),
        post("CL empty", ["Content-Length:"]),
        post("CL blank", ["Content-Length:   "]),
        post("CL with inner space", ["Content-Length: 1 0"], "0123456789"),
        post("CL with a decimal point", ["Content-Length: 3.0"], "abc"),
        post("CL with an exponent", ["Content-Length: 1e1"], "0123456789"),
        post("CL with an underscore", ["Content-Length: 1_0"], "0123456789"),
        post("CL with a trailing comma", ["Content-Length: 3,"], "abc"),
        post("CL with a semicolon", ["Content-Length: 3;a=b"], "abc"),
        post("CL quoted", ["Content-Length: \"3\""], "abc"),
        post("CL past 64 bits", ["Content-Length: 18446744073709551617"], "a"),
        post("CL past 63 bits", ["Content-Length: 9223372036854775808"], "a"),
        post("CL of 100 digits", ["Content-Length: " + String(repeating: "9", count: 100)], "a"),
        post("CL with non-ASCII digits", ["Content-Length: \u{B3}"], "abc"),
        post("CL with a vertical tab", ["Content-Length: \u{0B}3"], "abc"),
        post("CL with a form feed", ["Content-Length: 3\u{0C}"], "abc"),
        post("CL in two cases", ["content-length: 3", "CONTENT-LENGTH: 3"], "abc"),
    ]

    private static let codings: [ConformanceCase] = [
        post("TE gzip, chunked", ["Transfer-Encoding: gzip, chunked"], "0\r\n\r\n"),
        post("TE chunked, gzip", ["Transfer-Encoding: chunked, gzip"], "0\r\n\r\n"),
        post("TE chunked twice in a list", ["Transfer-Encoding: chunked, chunked"], "0\r\n\r\n"),
        post("TE chunked in two lines", ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], "0\r\n\r\n"),
        post("TE identity", ["Transfer-Encoding: identity"]),
        post("TE identity beside chunked", ["Transfer-Encoding: identity", "Transfer-Encoding: chunked"], "0\r\n\r\n"),
        post("TE identity with CL", ["Transfer-Encoding: identity", "Content-Length: 3"], "abc"),
        post("TE xchunked", ["Transfer-Encoding: xchunked"], "0\r\n\r\n"),
        post("TE chunkedx", ["Transfer-Encoding: chunkedx"], "0\r\n\r\n"),
        post("TE x chunked", ["Transfer-Encoding: x chunked"], "0\r\n\r\n"),
        post("TE chunk", ["Transfer-Encoding: chunk"], "0\r\n\r\n"),
        post("TE empty", ["Transfer-Encoding:"]),
        post("TE a comma alone", ["Transfer-Encoding: ,"]),
        post("TE leading comma", ["Transfer-Encoding: ,chunked"], "0\r\n\r\n"),
        post("TE trailing comma", ["Transfer-Encoding: chunked,"], "0\r\n\r\n"),
        post("TE quoted", ["Transfer-Encoding: \"chunked\""], "0\r\n\r\n"),
        post("TE with a parameter", ["Transfer-Encoding: chunked;q=1"], "0\r\n\r\n"),
        post("TE with a vertical tab", ["Transfer-Encoding: \u{0B}chunked"], "0\r\n\r\n"),
        post("TE with a trailing NUL", ["Transfer-Encoding: chunked\u{00}"], "0\r\n\r\n"),
        post("TE with a no-break space", ["Transfer-Encoding: \u{A0}chunked"], "0\r\n\r\n"),
        post("TE folded", ["Transfer-Encoding:", " chunked"], "0\r\n\r\n"),
        .malformed("TE in HTTP/1.0", message("POST ~/x HTTP/1.0", ["Transfer-Encoding: chunked"], "0\r\n\r\n")),
        .malformed(
            "TE on a GET with CL",
            message("GET ~/x HTTP/1.1", ["Content-Length: 5", "Transfer-Encoding: chunked"], "0\r\n\r\n")),
    ]

    private static let disguised: [ConformanceCase] = [
        post("space before the colon of TE", ["Transfer-Encoding : chunked"], "0\r\n\r\n"),
        post("tab before the colon of TE", ["Transfer-Encoding\t: chunked"], "0\r\n\r\n"),
        post("space before the colon of CL", ["Content-Length : 3"], "abc"),
        post("space before TE", [" Transfer-Encoding: chunked"], "0\r\n\r\n"),
        post("tab before CL", ["\tContent-Length: 3"], "abc"),
        post("underscore in CL", ["Content_Length: 3"], "abc"),
        post("underscore in TE", ["Transfer_Encoding: chunked"], "0\r\n\r\n"),
        post("underscore in TE beside CL", ["Content-Length: 0", "transfer_encoding: chunked"]),
        post("NUL in CL's name", ["Content-\u{00}Length: 3"], "abc"),
        post("non-ASCII in TE's name", ["Transfer-Encod\u{ED}ng: chunked"], "0\r\n\r\n"),
        post("bare LF hides TE", ["X: y\nTransfer-Encoding: chunked"], "0\r\n\r\n"),
        post("bare CR hides TE", ["X: y\rTransfer-Encoding: chunked"], "0\r\n\r\n"),
        post("bare CR before CRLF", ["Content-Length: 3\r"], "abc"),
    ]

    // MARK: - What passes

    static let sound: [ConformanceCase] = [
        .forwarded(
            "CL", message("POST ~/x HTTP/1.1", ["Content-Length: 3"], "abc"),
            as: ["POST /x HTTP/1.1", "Content-Length: 3"], "abc"),
        .forwarded(
            "CL 0", message("POST ~/x HTTP/1.1", ["Content-Length: 0"]),
            as: ["POST /x HTTP/1.1", "Content-Length: 0"]),
        .forwarded(
            "CL in lower case", message("POST ~/x HTTP/1.1", ["content-length: 3"], "abc"),
            as: ["POST /x HTTP/1.1", "content-length: 3"], "abc"),
        .forwarded(
            "CL without a blank", message("PUT ~/x HTTP/1.1", ["Content-Length:3"], "abc"),
            as: ["PUT /x HTTP/1.1", "Content-Length: 3"], "abc"),
        .forwarded(
            "blanks around CL", message("PATCH ~/x HTTP/1.1", ["Content-Length: \t 3 \t "], "abc"),
            as: ["PATCH /x HTTP/1.1", "Content-Length: 3"], "abc"),
        .forwarded(
            "GET with a body", message("GET ~/x HTTP/1.1", ["Content-Length: 3"], "abc"),
            as: ["GET /x HTTP/1.1", "Content-Length: 3"], "abc"),
        .forwarded(
            "DELETE with a body", message("DELETE ~/x HTTP/1.1", ["Content-Length: 3"], "abc"),
            as: ["DELETE /x HTTP/1.1", "Content-Length: 3"], "abc"),
        .forwarded("POST without framing", message("POST ~/x HTTP/1.1"), as: ["POST /x HTTP/1.1"]),
        .forwarded(
            "body of every byte but one", message("POST ~/x HTTP/1.1", ["Content-Length: 255"], everyByte),
            as: ["POST /x HTTP/1.1", "Content-Length: 255"], everyByte),
        .forwarded(
            "body that looks like a request",
            message("POST ~/x HTTP/1.1", ["Content-Length: 35"], "GET /other HTTP/1.1\r\nHost: evil\r\n\r\n"),
            as: ["POST /x HTTP/1.1", "Content-Length: 35"], "GET /other HTTP/1.1\r\nHost: evil\r\n\r\n"),
        .forwarded(
            "body of 200 kB", message("POST ~/x HTTP/1.1", ["Content-Length: 200000"], long),
            as: ["POST /x HTTP/1.1", "Content-Length: 200000"], long),
        .forwarded(
            "JSON type and an empty body",
            message("POST ~/x HTTP/1.1", ["Content-Type: application/json", "Content-Length: 0"]),
            as: ["POST /x HTTP/1.1", "Content-Type: application/json", "Content-Length: 0"]),
    ]

    /// All but the tilde, which is a place to fill.
    private static let everyByte = String(latin1: (0...255).map { UInt8($0) }.filter { $0 != 0x7E })
    private static let long = String(repeating: "0123456789", count: 20_000)
}
