//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing
import Wire

/// Bodies are handed over where the connection says so, without their framing, and cut where they are long.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct BodyCaptureTests {
    typealias Body = RawBodies.Body

    /// The records of exchanges with a vendor that follows `scripts`.
    static func records(
        _ capture: BodyCapture, isRefreshable: Bool = false, credential: CredentialScheme? = nil,
        _ scripts: [VendorScript], _ body: @escaping @Sendable (PlaneUnderTest, RawSocket) throws -> Void
    ) async throws -> [RequestRecord] {
        let plane = try await PlaneUnderTest.start(
            isRefreshable: isRefreshable, credential: credential, capture: capture)
        try await plane.run { plane in
            plane.vendor.expect(scripts)
            let caller = try plane.caller()
            try body(plane, caller)
        }
        return plane.records.records
    }

    static func text(_ body: Body?) -> String? { body.map { $0.bytes.revealText() } }

    @Test(arguments: [
        (BodyCapture.off, 500, false), (.errors, 200, false), (.errors, 399, false), (.errors, 400, true),
        (.errors, 500, true), (.sample(percent: 0), 200, false), (.sample(percent: 0), 404, true),
        (.sample(percent: 100), 200, true),
    ])
    func onlyWhatIsAskedForIsCaptured(capture: BodyCapture, status: Int, isCaptured: Bool) async throws {
        let script = VendorScript.answer(
            "HTTP/1.1 \(status) X\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nreply")
        let records = try await Self.records(capture, [script]) { _, caller in
            let fields = ["Content-Type: application/json", "Content-Length: 7"]
            try caller.send(PlaneUnderTest.request("POST", fields: fields, body: "{\"a\":1}"))
            #expect(try caller.readResponse().status == status)
        }

        #expect(records.count == 1)
        let bodies = records.first?.bodies
        #expect((bodies != nil) == isCaptured)
        guard isCaptured else { return }
        #expect(Self.text(bodies?.request) == "{\"a\":1}")
        #expect(bodies?.request?.type == "application/json")
        #expect(bodies?.request?.size == 7)
        #expect(Self.text(bodies?.response) == "reply")
        #expect(bodies?.response?.type == "text/plain")
    }

    @Test(arguments: ["length", "chunked", "close"], ["HTTP/1.1", "HTTP/1.0"])
    func theFramingIsTakenOff(how: String, version: String) async throws {
        let head = "HTTP/1.1 200 OK\r\n"
        let answer = [
            "length": "Content-Length: 5\r\n\r\nreply", "close": "Connection: close\r\n\r\nreply",
            "chunked": "Transfer-Encoding: chunked\r\n\r\n2\r\nre\r\n3;x\r\nply\r\n0\r\nX-T: 1\r\n\r\n",
        ]
        let script: VendorScript =
            how == "close" ? .answerAndClose(head + (answer[how] ?? "")) : .answer(head + (answer[how] ?? ""))
        let records = try await Self.records(.sample(percent: 100), [script]) { _, caller in
            let isOld = version == "HTTP/1.0"
            let field = isOld ? "Content-Length: 6" : "Transfer-Encoding: chunked"
            let body = isOld ? "abcdef" : "1\r\na\r\n5\r\nbcdef\r\n0\r\n\r\n"
            let request = PlaneUnderTest.request("PUT", fields: [field], body: body)
            try caller.sendOneByOne(request.replacing("HTTP/1.1", with: version).latin1)
            #expect(try caller.readResponse().text == "reply")
        }

        #expect(Self.text(records.first?.bodies?.request) == "abcdef")
        #expect(Self.text(records.first?.bodies?.response) == "reply")
        #expect(records.first?.bodies?.response?.size == 5)
    }

    @Test
    func longBodiesAreCut() async throws {
        let count = 1_000_000
        let script = VendorScript(
            .readHead, .drainBody, .send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n".latin1),
            .sendPattern(count))
        let records = try await Self.records(.sample(percent: 100), [script]) { _, caller in
            try caller.send(PlaneUnderTest.request("PUT", fields: ["Content-Length: \(count)"]))
            try Pattern.write(count) { try caller.send(Array($0)) }
            #expect(try caller.readResponse().body.bytes.count == count)
        }

        for body in [records.first?.bodies?.request, records.first?.bodies?.response] {
            #expect(body?.size == Int64(count))
            #expect(body?.bytes.count == 16 * 1024)
            var check = Pattern.Check()
            try check.receive(body?.bytes.revealBytes()[...] ?? [])
        }
    }

    /// A body that goes up twice was said once.
    @Test
    func aReplayIsCapturedAsOneExchange() async throws {
        let records = try await Self.records(
            .sample(percent: 100), isRefreshable: true, [.answer(RefusedResponse.plain)]
        ) { plane, caller in
            try plane.renew()
            try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: 3"], body: "abc"))
            #expect(try caller.readResponse().status == 200)
        }

        #expect(records.count == 1)
        #expect(Self.text(records.first?.bodies?.request) == "abc")
        #expect(Self.text(records.first?.bodies?.response) == "ok")
    }

    @Test
    func aBodyThatWasHeldToBeSignedIsCaptured() async throws {
        let records = try await Self.records(
            .sample(percent: 100), credential: SignedRequest.aws, [.usual, .usual]
        ) { _, caller in
            for body in ["3\r\nabc\r\n0\r\n\r\n", "2\r\nde\r\n0\r\n\r\n"] {
                try caller.send(PlaneUnderTest.request("POST", fields: ["Transfer-Encoding: chunked"], body: body))
                #expect(try caller.readResponse().status == 200)
            }
        }

        #expect(records.map { Self.text($0.bodies?.request) } == ["abc", "de"])
    }

    @Test
    func aFailureHereIsAnErrorToo() async throws {
        let death = VendorScript(.readRequest, .close)
        let records = try await Self.records(.errors, [death, .usual]) { _, caller in
            for status in [502, 200] {
                try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: 3"], body: "abc"))
                #expect(try caller.readResponse().status == status)
            }
        }

        #expect(records.map { Self.text($0.bodies?.request) } == ["abc", nil])
        #expect(records.allSatisfy { $0.bodies?.response == nil })
    }

    /// Records are kept where bodies are too many.
    @Test
    func bodiesAreDroppedBeforeRecords() throws {
        var batches: [RecordBatch] = []
        let buffer = RecordBuffer(shard: 1) { batch in
            batches.append(batch)
            return true
        }
        let entry = RecordEntry(
            number: 1, startedAt: 0, duration: 0, vendorDuration: nil, connection: nil, workspace: nil,
            requestBytes: 0, responseBytes: 0, status: 200, failure: nil, ending: .complete)
        let megabyte = Secret(bytes: [UInt8](repeating: 0x61, count: 1024 * 1024))
        let bodies = RawBodies(request: Body(bytes: megabyte, size: 1024 * 1024, type: nil))
        let nothing: [UInt8] = []
        for round in 1...2 {
            for _ in 0..<6 {
                buffer.append(
                    entry, key: nothing.span, address: nothing.span, head: nothing.span, method: .empty, path: .empty,
                    userAgent: .empty)
                buffer.attach(bodies)
            }
            buffer.handOver()
            #expect(buffer.droppedBodies == UInt64(2 * round))
            #expect(batches.last?.records.map { $0.bodies != nil } == [true, true, true, true, false, false])
        }
        buffer.attach(bodies)
        #expect(batches.count == 2)
        #expect(buffer.dropped == 0)
    }
}
