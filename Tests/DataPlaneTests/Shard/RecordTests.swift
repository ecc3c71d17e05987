//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Glibc
import Model
import NIOCore
import TestSupport
import Testing

/// However an exchange with a vendor ends, there is one record of it.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct RecordTests {
    /// What must be in the record of a request; what is not named is as in the usual one.
    struct Expectation: Sendable {
        var status: Int? = 200
        var failure: String?
        var ending = RequestRecord.Ending.complete
        var method = "GET"
        var path = "x"
        var requestBytes: Int64 = 0
        var responseBytes: Int64 = 0
        var isCallerKnown = true
        var isConnectionKnown = true
        var wasSent = true
    }

    static func check(
        _ record: RequestRecord, _ plane: PlaneUnderTest, _ expected: Expectation,
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(record.status == expected.status, sourceLocation: location)
        #expect(record.failure == expected.failure, sourceLocation: location)
        #expect(record.ending == expected.ending, sourceLocation: location)
        #expect(record.method == expected.method, sourceLocation: location)
        #expect(record.path == expected.path, sourceLocation: location)
        #expect(record.requestBytes == expected.requestBytes, sourceLocation: location)
        #expect(record.responseBytes == expected.responseBytes, sourceLocation: location)
        #expect(record.keyID == (expected.isCallerKnown ? "pt-test" : nil), sourceLocation: location)
        let workspace = WorkspaceID(high: 1, low: 1)
        #expect(record.workspace == (expected.isCallerKnown ? workspace : nil), sourceLocation: location)
        #expect(record.connection == (expected.isConnectionKnown ? plane.connection : nil), sourceLocation: location)
        #expect((record.vendorDuration != nil) == expected.wasSent, sourceLocation: location)
        #expect(record.vendorDuration ?? .zero <= record.duration, sourceLocation: location)
        #expect(record.duration < .seconds(30), sourceLocation: location)
    }

    /// The records of all requests until now.
    static func records(_ plane: PlaneUnderTest, count: Int) throws -> [RequestRecord] {
        try plane.sweep(after: .zero)
        #expect(eventually { plane.records.records.count >= count })
        // One too many would have come with the others.
        #expect(plane.records.records.count == count)
        return plane.records.records
    }

    @Test
    func aWholeAnswerIsRecorded() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            try caller.send(
                PlaneUnderTest.request("POST", "//v2/a%20b?secret=1", fields: ["Content-Length: 5"], body: "abcde"))
            let response = try caller.readResponse()
            let record = try #require(try Self.records(plane, count: 1).first)

            Self.check(
                record, plane, Expectation(method: "POST", path: "/v2/a%20b", requestBytes: 5, responseBytes: 2))
            #expect(response.head.value("passthrough-request-id") == "\(record.id)")
            #expect(abs(record.startedAt.milliseconds / 1000 - Int64(time(nil))) < 60)
        }
    }

    @Test
    func theCallersProgramAndAddressAreRecorded() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            let long = String(repeating: "v", count: 300)
            for field in ["User-Agent: probe/1 (x)", "USER-AGENT: \(long)", "X-User-Agent: no"] {
                try caller.send(PlaneUnderTest.request("GET", "/x", fields: [field]))
                _ = try caller.readResponse()
            }
            let records = try Self.records(plane, count: 3)

            #expect(records.map(\.userAgent) == ["probe/1 (x)", String(long.prefix(256)), nil])
            #expect(records.map(\.ipAddress) == ["127.0.0.1", "127.0.0.1", "127.0.0.1"])
        }
    }

    @Test
    func requestsInOneWriteAreRecordedOneByOne() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            let paths = (0..<40).map { "\($0)" }
            try caller.send(paths.map { PlaneUnderTest.request("GET", "/\($0)") }.joined())
            for _ in paths { #expect(try caller.readResponse().status == 200) }
            let records = try Self.records(plane, count: paths.count)

            #expect(records.map(\.path) == paths)
            #expect(Set(records.map(\.id)).count == paths.count)
            for (path, record) in zip(paths, records) {
                Self.check(record, plane, Expectation(path: path, responseBytes: 2))
            }
        }
    }

    @Test
    func anAnswerOfOurOwnIsRecorded() async throws {
        try await PlaneUnderTest.start { $0.maxBodyBytes = 9 }.run { plane in
            let caller = try plane.caller()
            let requests: [(String, Expectation)] = [
                (
                    PlaneUnderTest.request(key: "pt-nobody"),
                    Expectation(status: 401, failure: "api_key_invalid", isCallerKnown: false, isConnectionKnown: false)
                ),
                (
                    PlaneUnderTest.request().replacing(Account.id, with: "nothing"),
                    Expectation(status: 404, failure: "connection_not_found", isConnectionKnown: false)
                ),
                (
                    PlaneUnderTest.request().replacing(Account.id, with: "ffffffffffffffffffffffff"),
                    Expectation(status: 404, failure: "connection_not_found", isConnectionKnown: false)
                ),
                (
                    PlaneUnderTest.request("GET", "/a/../b"),
                    Expectation(status: 400, failure: "path_invalid", path: "a/../b")
                ),
                (
                    PlaneUnderTest.request("GET", "/x?__domain=evil.example"),
                    Expectation(status: 403, failure: "domain_not_allowed")
                ),
                (
                    PlaneUnderTest.request(fields: ["Upgrade: websocket", "Connection: upgrade"]),
                    Expectation(
                        status: 501, failure: "upgrade_unsupported", isCallerKnown: false, isConnectionKnown: false)
                ),
                (
                    PlaneUnderTest.request("PUT", fields: ["Content-Length: 10"], body: "0123456789"),
                    Expectation(
                        status: 413, failure: "body_too_large", method: "PUT", isCallerKnown: false,
                        isConnectionKnown: false)
                ),
            ]
            for (request, _) in requests {
                try caller.send(request)
                #expect(try caller.readResponse().status >= 400)
            }
            let records = try Self.records(plane, count: requests.count)
            for ((_, expected), record) in zip(requests, records) {
                var expected = expected
                expected.wasSent = false
                Self.check(record, plane, expected)
            }
            #expect(plane.vendor.channelsOpened == 0)
        }
    }

    @Test
    func whatTheVendorDoesWrongIsRecorded() async throws {
        let part = Array("HTTP/1.1 203 OK\r\nContent-Length: 9\r\n\r\nabc".utf8)
        let cases: [(VendorScript, Expectation)] = [
            (VendorScript(.readRequest, .close), Expectation(status: 502, failure: "upstream_closed_early")),
            (.answer("nonsense\r\n\r\n"), Expectation(status: 502, failure: "upstream_protocol_error")),
            (
                VendorScript(.readRequest, .send(part), .close),
                Expectation(status: 203, failure: "upstream_closed_early", ending: .cut, responseBytes: 3)
            ),
        ]
        for (script, expected) in cases {
            try await PlaneUnderTest.start().run { plane in
                plane.vendor.expect([script])
                let caller = try plane.caller()
                try caller.send(PlaneUnderTest.request())
                _ = try? caller.readResponse()
                Self.check(try #require(try Self.records(plane, count: 1).first), plane, expected)
            }
        }
    }

    @Test
    func aCallerThatLeavesIsRecorded() async throws {
        let part = Array("HTTP/1.1 203 OK\r\nContent-Length: 9\r\n\r\nabc".utf8)
        for (script, expected) in [
            (VendorScript(.readRequest, .waitForClose), Expectation(status: nil, ending: .left)),
            (
                VendorScript(.readRequest, .send(part), .waitForClose),
                Expectation(status: 203, ending: .left, responseBytes: 3)
            ),
        ] {
            try await PlaneUnderTest.start().run { plane in
                plane.vendor.expect([script])
                try Self.leave(plane, readsHead: expected.status != nil)
                #expect(eventually { plane.vendor.openChannels == 0 })
                Self.check(try #require(try Self.records(plane, count: 1).first), plane, expected)
            }
        }
    }

    /// Asks, and is gone once the vendor has been asked.
    static func leave(_ plane: PlaneUnderTest, readsHead: Bool) throws {
        let caller = try plane.caller()
        try caller.send(PlaneUnderTest.request())
        #expect(eventually { plane.vendor.requests.count == 1 })
        if readsHead { #expect(try caller.readHead().statusCode() == 203) }
        caller.reset()
    }

    @Test
    func aRequestThatIsSentTwiceIsRecordedOnce() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([.usual, VendorScript(.readRequest, .close)])
            let caller = try plane.caller()
            for _ in 0..<2 {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == 200)
            }
            for record in try Self.records(plane, count: 2) {
                Self.check(record, plane, Expectation(responseBytes: 2))
            }
        }
    }

    /// Neither bytes that are no request, nor requests to the control plane, nor channels that ask nothing.
    @Test
    func whatIsNoExchangeWithAVendorIsNotRecorded() async throws {
        try await PlaneUnderTest.start().run { plane in
            for request in [
                "nonsense\r\n\r\n", "GET /passthrough HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /unified/connection HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHo",
            ] {
                let caller = try plane.caller()
                try caller.send(request)
                caller.halfClose()
                _ = try? caller.readToEnd()
            }
            try plane.passTime(exchanges: 1)

            #expect(try Self.records(plane, count: 1).map(\.failure) == ["api_key_invalid"])
        }
    }
}
