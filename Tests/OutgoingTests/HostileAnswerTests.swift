//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import Model
import Outgoing
import TestSupport
import Testing

/// An answer that no vendor should give, and what comes of it.
struct HostileAnswer: Sendable, CustomStringConvertible {
    var description: String
    var script: VendorScript
    var failure: OutgoingFailure

    init(_ description: String, _ failure: OutgoingFailure, _ text: String) {
        self.init(description, failure, .answerAndClose(text))
    }

    init(_ description: String, _ failure: OutgoingFailure, _ script: VendorScript) {
        self.description = description
        self.script = script
        self.failure = failure
    }
}

@Suite struct HostileAnswerTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"

    static let answers: [HostileAnswer] = [
        HostileAnswer("nothing at all", .closedEarly, VendorScript(.readRequest, .close)),
        HostileAnswer("a reset", .closedEarly, VendorScript(.readRequest, .reset)),
        HostileAnswer("a cut head", .closedEarly, ok + "Content-Le"),
        HostileAnswer("a cut body", .closedEarly, ok + "Content-Length: 10\r\n\r\nabc"),
        HostileAnswer("a cut chunk", .closedEarly, ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
        HostileAnswer("chunks without an end", .closedEarly, ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"),
        HostileAnswer(
            "a lie about a chunk", .protocolError, ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n"),
        HostileAnswer("a chunk of no number", .protocolError, ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        HostileAnswer(
            "a chunk beyond all numbers", .protocolError,
            ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"),
        HostileAnswer("both framings", .protocolError, ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"),
        HostileAnswer("two lengths", .protocolError, ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nab"),
        HostileAnswer("a negative length", .protocolError, ok + "Content-Length: -1\r\n\r\n"),
        HostileAnswer(
            "a length beyond all numbers", .protocolError, ok + "Content-Length: 99999999999999999999\r\n\r\n"),
        HostileAnswer("another coding", .protocolError, ok + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
        HostileAnswer("bare line feeds", .protocolError, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
        HostileAnswer("a folded line", .protocolError, ok + "A: b\r\n c\r\n\r\n"),
        HostileAnswer("a NUL in a field", .protocolError, ok + "A: \u{0}\r\n\r\n"),
        HostileAnswer("no HTTP", .protocolError, "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        HostileAnswer("HTTP/2 out of the blue", .protocolError, "HTTP/2 200\r\n\r\n"),
        HostileAnswer("a switch of protocols", .protocolError, "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
        HostileAnswer("a status of four digits", .protocolError, "HTTP/1.1 2000 OK\r\n\r\n"),
        HostileAnswer("a flood of fields", .protocolError, ok + String(repeating: "A: b\r\n", count: 1000) + "\r\n"),
        HostileAnswer(
            "a head without an end", .protocolError, ok + "A: " + String(repeating: "b", count: 100_000) + "\r\n\r\n"),
        HostileAnswer(
            "interim answers without an end", .protocolError,
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 50)),
        HostileAnswer("a length that is too large", .answerTooLarge, ok + "Content-Length: 10000000\r\n\r\n"),
        HostileAnswer(
            "ten megabytes without a length", .answerTooLarge,
            VendorScript(
                .readRequest, .send(Array((ok + "Connection: close\r\n\r\n").utf8)), .sendPattern(10_000_000), .close)),
        HostileAnswer(
            "chunks beyond the bound", .answerTooLarge,
            ok + "Transfer-Encoding: chunked\r\n\r\n200000\r\n" + String(repeating: "a", count: 0x200000)
                + "\r\n0\r\n\r\n"),
    ]

    @Test(arguments: answers)
    func aHostileAnswerIsAFailure(_ answer: HostileAnswer) async throws {
        let rig = try OutgoingRig()
        rig.vendor.expect([answer.script])
        let request = try rig.request()

        await #expect(throws: answer.failure) { try await rig.client.send(request) }
    }

    @Test(arguments: [
        VendorScript(.readRequest, .waitForClose),
        VendorScript(.readRequest, .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".utf8)), .waitForClose),
    ])
    func aSlowAnswerIsGivenUpInTime(_ script: VendorScript) async throws {
        let rig = try OutgoingRig()
        rig.vendor.expect([script])
        let request = try rig.request(within: .milliseconds(300))

        await #expect(throws: OutgoingFailure.timedOut) { try await rig.client.send(request) }
        #expect(eventually { rig.vendor.openChannels == 0 })
    }

    @Test func aTaskThatIsCancelledSendsNoMore() async throws {
        let rig = try OutgoingRig()
        rig.vendor.expect([VendorScript(.readRequest, .waitForClose)])
        let request = try rig.request()
        let client = rig.client
        let task = Task { try await client.send(request) }
        // Sleeps and does not block: the task needs a thread of the pool that other tests fill.
        for _ in 0..<3_000 where rig.vendor.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(rig.vendor.requests.count == 1)

        task.cancel()

        await #expect(throws: OutgoingFailure.cancelled) { try await task.value }
        #expect(eventually { rig.vendor.openChannels == 0 })
    }

    /// Whatever the bytes, there is an answer or a failure, and nothing traps.
    @Test func answersOfRandomBytesNeverTrap() async throws {
        let rig = try OutgoingRig()
        let good = Array(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nT: u\r\n\r\n"
                .utf8)
        var random = Seeded(20_261_124)
        let request = try rig.request(within: .seconds(2))
        for _ in 0..<200 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            rig.vendor.expect([VendorScript(.readRequest, .send(bytes), .close)])
            let outcome: Bool
            do { outcome = try await rig.client.send(request).status >= 200 } catch { outcome = error != .cancelled }
            #expect(outcome)
        }
    }
}
