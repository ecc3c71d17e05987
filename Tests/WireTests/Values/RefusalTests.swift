//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// Every reason for a refusal, with what causes it and what just does not.
@Suite struct RefusalTests {
    @Test(arguments: RefusedHead.firstLines + RefusedHead.fieldLines + RefusedHead.meanings)
    func requestIsRefusedForItsReasonAndItsNeighbourIsNot(example: RefusedHead) {
        #expect(Read.request(example.refused) == .refused(example.refusal))
        #expect(Read.request(example.accepted).isComplete)
    }

    @Test(arguments: [
        RefusedHead(.statusLine, "HTTP/1.1 99 No\r\n\r\n", not: "HTTP/1.1 100 Yes\r\n\r\n"),
        RefusedHead(.statusLine, "HTTP/1.1 099 No\r\n\r\n", not: "HTTP/1.1 999 Yes\r\n\r\n"),
        RefusedHead(.statusLine, "HTTP/1.1 2000 OK\r\n\r\n", not: "HTTP/1.1 200 0OK\r\n\r\n"),
        RefusedHead(.statusLine, "HTTP/1.1  200 OK\r\n\r\n", not: "HTTP/1.1 200  OK\r\n\r\n"),
        RefusedHead(.statusLine, "HTTP/1.1 200\tOK\r\n\r\n", not: "HTTP/1.1 200\r\n\r\n"),
        RefusedHead(.statusLine, "HTTP/1.1 200 O\0K\r\n\r\n", not: "HTTP/1.1 200 \u{E9}\r\n\r\n"),
        RefusedHead(.statusLine, "\r\nHTTP/1.1 200 OK\r\n\r\n", not: "HTTP/1.1 200 \r\n\r\n"),
        RefusedHead(.statusLine, "http/1.1 200 OK\r\n\r\n", not: "HTTP/1.0 200 OK\r\n\r\n"),
        RefusedHead(.statusLine, "ICY 200 OK\r\n\r\n", not: "HTTP/1.1 200 OK\r\n\r\n"),
        RefusedHead(.version, "HTTP/1.2 200 OK\r\n\r\n", not: "HTTP/1.0 200 OK\r\n\r\n"),
        RefusedHead(.lineEnding, "HTTP/1.1 200 OK\n\n", not: "HTTP/1.1 200 OK\r\n\r\n"),
        RefusedHead(.lineEnding, "HTTP/1.1 200 OK\rX\n\r\n", not: "HTTP/1.1 200 OKX\r\n\r\n"),
        RefusedHead(.switchingProtocols, "HTTP/1.1 101 Go\r\n\r\n", not: "HTTP/1.1 103 Hints\r\n\r\n"),
        RefusedHead(.foldedLine, "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", not: "HTTP/1.1 200 OK\r\nA: b c\r\n\r\n"),
        RefusedHead(
            .transferCoding, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            not: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        RefusedHead(
            .transferCodingWithLength, "HTTP/1.1 204 N\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
            not: "HTTP/1.1 204 N\r\nTransfer-Encoding: chunked\r\n\r\n"),
        RefusedHead(
            .transferCodingInOldVersion, "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            not: "HTTP/1.0 200 OK\r\n\r\n"),
        RefusedHead(
            .contentLengthRepeated, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            not: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"),
    ])
    func responseIsRefusedForItsReasonAndItsNeighbourIsNot(example: RefusedHead) {
        #expect(Read.response(example.refused) == .refused(example.refusal))
        #expect(Read.response(example.accepted).isComplete)
    }

    @Test(arguments: [
        RefusedHead(.chunkSize, "\r\n", not: "0\r\n"),
        RefusedHead(.chunkSize, "x\r\n", not: "f\r\n"),
        RefusedHead(.chunkSize, "0x1\r\n", not: "01\r\n"),
        RefusedHead(.chunkSize, " 1\r\n", not: "1\r\n"),
        RefusedHead(.chunkSize, "1 \r\n", not: "1\r\n"),
        RefusedHead(.chunkSize, "-1\r\n", not: "1\r\n"),
        RefusedHead(.chunkSize, "1\n", not: "1\r\n"),
        RefusedHead(.chunkSize, "1\rX", not: "1\r\nX"),
        RefusedHead(.chunkSize, "0000000000000001\r\n", not: "000000000000001\r\n"),
        RefusedHead(.chunkSize, "FFFFFFFFFFFFFFFF\r\n", not: "FFFFFFFFFFFFFFF\r\n"),
        RefusedHead(.chunkExtension, "1;\r\n", not: "1;a\r\n"),
        RefusedHead(.chunkExtension, "1;a=\r\n", not: "1;a=b\r\n"),
        RefusedHead(.chunkExtension, "1;=b\r\n", not: "1;a=b;c=d\r\n"),
        RefusedHead(.chunkExtension, "1;a\n", not: "1;a\r\n"),
        RefusedHead(.chunkExtension, "1;a\0\r\n", not: "1;a!\r\n"),
        RefusedHead(.chunkExtension, "1; a\r\n", not: "1;a\r\n"),
        RefusedHead(.chunkExtension, "1;a=\"b\r\n", not: "1;a=\"b\"\r\n"),
        RefusedHead(.chunkExtension, "1;a=\"b\nc\"\r\n", not: "1;a=\"\\\"b;\t\u{E9}\"\r\n"),
        RefusedHead(.chunkExtension, "1;a=\"b\"c\r\n", not: "1;a=\"b\";c\r\n"),
        RefusedHead(.chunkExtension, "1;a=\"b\\\r\n", not: "1;a=\"b\\\\\"\r\n"),
        RefusedHead(.chunkExtension, "1;a=b=c\r\n", not: "1;a=b\r\n"),
        RefusedHead(
            .chunkExtension, "1;" + String(repeating: "e", count: 4097) + "\r\n",
            not: "1;" + String(repeating: "e", count: 4096) + "\r\n"),
        RefusedHead(
            .chunkExtension, String(repeating: "1;ab\r\nx\r\n", count: 2049),
            not: String(repeating: "1;ab\r\nx\r\n", count: 2048)),
        RefusedHead(.chunkEnding, "1\r\nab", not: "1\r\na\r\n"),
        RefusedHead(.chunkEnding, "1\r\na\n", not: "1\r\na\r\n"),
        RefusedHead(.chunkEnding, "1\r\na\r\r", not: "1\r\na\r\n"),
        RefusedHead(.chunkEnding, "0\r\n\rX", not: "0\r\n\r\nX"),
        RefusedHead(.trailerField, "0\r\n\n", not: "0\r\n\r\n"),
        RefusedHead(.trailerField, "0\r\na: b\n\r\n", not: "0\r\na: b\r\n\r\n"),
        RefusedHead(.trailerField, "0\r\na: b\r\n c\r\n\r\n", not: "0\r\na: b c\r\n\r\n"),
        RefusedHead(.trailerField, "0\r\na : b\r\n\r\n", not: "0\r\na: b\r\n\r\n"),
        RefusedHead(
            .trailerField, "0\r\n" + String(repeating: "a: b\r\n", count: 33) + "\r\n",
            not: "0\r\n" + String(repeating: "a: b\r\n", count: 32) + "\r\n"),
        RefusedHead(
            .trailerTooLarge, "0\r\na: " + String(repeating: "b", count: 8186) + "\r\n\r\n",
            not: "0\r\na: " + String(repeating: "b", count: 8185) + "\r\n\r\n"),
    ])
    func bodyIsRefusedForItsReasonAndItsNeighbourIsNot(example: RefusedHead) {
        #expect(Read.chunks(example.refused) == example.refusal)
        #expect(Read.chunks(example.accepted) == nil)
    }

    @Test func everyReasonHasItsOwnSentence() {
        let messages = Set(Refusal.allCases.map { String(describing: $0.message) })

        #expect(messages.count == Refusal.allCases.count)
        #expect(messages.allSatisfy { $0.hasSuffix(".") })
    }
}
