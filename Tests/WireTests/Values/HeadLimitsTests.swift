//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// Limits at their boundaries, for requests and responses.
@Suite struct HeadLimitsTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let response = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n"

    @Test func headOfExactlyTheLimitIsRead() {
        let limits = HeadLimits(maxHeadBytes: Self.request.utf8.count, maxFields: 1)

        #expect(Read.request(Self.request, limits: limits).isComplete)
        #expect(Read.request(Self.request + "more", limits: limits).isComplete)
        #expect(Read.response(Self.response, limits: HeadLimits(maxHeadBytes: 25, maxFields: 1)).isComplete)
    }

    @Test func headOfOneByteMoreIsTooLarge() {
        let limits = HeadLimits(maxHeadBytes: Self.request.utf8.count - 1, maxFields: 1)

        #expect(Read.request(Self.request, limits: limits) == .refused(.headTooLarge))
        #expect(
            Read.response(Self.response, limits: HeadLimits(maxHeadBytes: 24, maxFields: 1)) == .refused(.headTooLarge))
    }

    @Test func unfinishedHeadAtTheLimitIsTooLarge() {
        let limits = HeadLimits(maxHeadBytes: 20, maxFields: 1)

        #expect(Read.request("GET /aaaaaaaaaaaaaa", limits: limits) == .needMore)
        #expect(Read.request("GET /aaaaaaaaaaaaaaa", limits: limits) == .refused(.headTooLarge))
        #expect(Read.response("HTTP/1.1 200 aaaaaa", limits: limits) == .needMore)
        #expect(Read.response("HTTP/1.1 200 aaaaaaa", limits: limits) == .refused(.headTooLarge))
    }

    @Test func fieldsAreCountedToTheLimit() {
        let lines = String(repeating: "A: b\r\n", count: 127)
        let head = "GET / HTTP/1.1\r\nHost: a\r\n" + lines

        #expect(Read.request(head + "\r\n").isComplete)
        #expect(Read.request(head + "A: b\r\n\r\n") == .refused(.tooManyFields))
        #expect(Read.request(head + "A") == .refused(.tooManyFields))
        #expect(Read.response("HTTP/1.1 200 OK\r\nA: b\r\n" + lines + "\r\n").isComplete)
        #expect(Read.response("HTTP/1.1 200 OK\r\nA: b\r\nA: b\r\n" + lines + "\r\n") == .refused(.tooManyFields))
    }

    @Test func defaultsAreThoseOfTheContract() {
        #expect(HeadLimits().maxHeadBytes == 32 * 1024)
        #expect(HeadLimits().maxFields == 128)
        let path = String(repeating: "a", count: 32 * 1024 - Self.request.utf8.count)
        #expect(Read.request("GET /\(path) HTTP/1.1\r\nHost: a\r\n\r\n").isComplete)
        #expect(Read.request("GET /\(path)a HTTP/1.1\r\nHost: a\r\n\r\n") == .refused(.headTooLarge))
    }
}
