//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

@Suite struct BodyScannerTests {
    private static func scan(_ text: String, _ framing: BodyFraming, from start: Int = 0) -> (
        BodyScanner, BodyScanner.Scan
    ) {
        var scanner = BodyScanner(framing)
        let scan = scanner.scan(Array(text.utf8).span, from: start)
        return (scanner, scan)
    }

    @Test func emptyBodiesHaveEndedBeforeAnyByte() {
        for framing in [BodyFraming.none, .length(0)] {
            let (scanner, scan) = Self.scan("GET / HTTP/1.1", framing)
            #expect(scanner.hasEnded)
            #expect(scan.taken == 0 && scan.end == 0)
        }
    }

    @Test func bodyUntilTheEndOfTheChannelTakesAll() {
        let (scanner, scan) = Self.scan("0\r\n\r\n", .close, from: 2)

        #expect(!scanner.hasEnded && scanner.endsWithChannel)
        #expect(scan.taken == 5 && scan.end == 5)
    }

    @Test func onlyABodyUntilTheEndOfTheChannelEndsWithIt() {
        for framing in [BodyFraming.none, .length(0), .length(3), .chunked] {
            #expect(!BodyScanner(framing).endsWithChannel)
        }
    }

    @Test func lengthLeavesWhatFollows() {
        let (scanner, scan) = Self.scan("..abcdef", .length(3), from: 2)

        #expect(scanner.hasEnded)
        #expect(scan.taken == 5 && scan.end == 5 && scan.trailer.isEmpty)
    }

    @Test func lastChunkLeavesWhatFollows() {
        let (scanner, scan) = Self.scan("1\r\na\r\n0\r\n\r\nGET /", .chunked)

        #expect(scanner.hasEnded)
        #expect(scan.taken == 11 && scan.end == 11 && scan.trailer.isEmpty)
    }

    @Test func trailerIsHeldUntilItIsWhole() {
        var scanner = BodyScanner(.chunked)
        let bytes = Array("0\r\nX-Sum: 1\r\n\r\nGET".utf8)
        let first = scanner.scan(bytes.span.extracting(first: 13), from: 0)

        #expect(first.end == 3 && first.taken == 13 && first.trailer.isEmpty && !scanner.hasEnded)

        let second = scanner.scan(bytes.span, from: 13)
        #expect(second.end == 13 && second.taken == 15 && scanner.hasEnded)
        #expect(second.trailer == Array("X-Sum: 1\r\n\r\n".utf8))
    }

    /// Everything that frames, routes, authenticates or is needed before the content (RFC 9110 section 6.5.1).
    @Test(arguments: [
        "Transfer-Encoding: chunked", "Content-Length: 1", "Host: a", "Authorization: a", "Connection: close",
        "Cookie: a=b", "Set-Cookie: a=b", "Trailer: a", "TE: trailers", "Upgrade: a", "Expect: 100-continue",
        "Keep-Alive: 1", "Proxy-Authorization: a", "Content-Type: a/b", "Content-Encoding: gzip", "Content-Range: a",
        "Location: /", "Passthrough-Error: a", "X-Response-Time: 1", "HTTP2-Settings: a", "Cache-Control: a", "Age: 1",
        "Date: a", "Expires: a", "Vary: *", "Retry-After: 1", "Max-Forwards: 1", "Pragma: a", "Range: a", "Warning: a",
        "WWW-Authenticate: a", "If-Match: a", "If-None-Match: a", "If-Modified-Since: a", "If-Unmodified-Since: a",
        "If-Range: a", "Content_Length: 1", "transfer_encoding: a",
    ])
    func fieldMayNotStandInATrailer(line: String) {
        #expect(Read.chunks("0\r\n\(line)\r\n\r\n") == .trailerField)
        #expect(Read.chunks("0\r\n\(line.uppercased())\r\n\r\n") == .trailerField)
        #expect(Read.chunks("0\r\nA: b\r\n\(line)\r\n") == .trailerField)
        #expect(Read.chunks("0\r\nX-\(line)\r\n\r\n") == nil)
    }

    @Test func runsOfContentAreFoundOneByOne() {
        var scanner = BodyScanner(.chunked)
        let bytes = Array("3\r\nabc\r\n2;x\r\nde\r\n0\r\nT: u\r\n\r\nrest".utf8)
        var content = ""
        var position = 0
        var runs = 0
        while !scanner.hasEnded, position < bytes.count {
            let run = scanner.nextContent(bytes.span, from: position)
            #expect(run.refusal == nil)
            content += ReadMessage.text(bytes[run.range.range])
            position = run.taken
            runs += run.range.isEmpty ? 0 : 1
        }

        #expect(content == "abcde" && runs == 2)
        #expect(position == bytes.count - 4)
    }

    @Test func contentOfALengthIsItsBytes() {
        var scanner = BodyScanner(.length(3))
        let run = scanner.nextContent(Array("..abcde".utf8).span, from: 2)

        #expect(run.range == ByteRange(start: 2, end: 5) && run.taken == 5 && scanner.hasEnded)
    }

    @Test func largestChunkIsFollowedWithoutOverflow() {
        var scanner = BodyScanner(.chunked)
        let size = Array("fffffffffffffff\r\n".utf8)
        let line = scanner.scan(size.span, from: 0)
        #expect(line.taken == size.count)
        let scan = scanner.scan([UInt8](repeating: 0x0D, count: 100_000).span, from: 0)

        #expect(scan.end == 100_000 && scan.refusal == nil && !scanner.hasEnded)
    }
}
