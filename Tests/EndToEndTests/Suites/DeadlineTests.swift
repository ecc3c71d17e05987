//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

extension Conformance {
    /// What is cut when nothing comes any more.
    ///
    /// The server's deadlines are short here; only the outcome is looked at.
    @Suite struct Deadlines {
        private static let stand = Result {
            try Rig(options: [
                "--head-timeout", "1s", "--first-byte-timeout", "1s", "--idle-timeout", "2s", "--connect-timeout", "2s",
            ])
        }

        private func start(_ text: String, _ scripts: VendorScript...) throws -> (Rig, RawSocket) {
            let rig = try Self.stand.get()
            rig.vendor.expect(scripts)
            let socket = try rig.connect()
            try socket.send(rig.fill(text, for: .bearer))
            return (rig, socket)
        }

        @Test func vendorThatNeverAnswersIsReported() throws {
            let (rig, socket) = try self.start(
                message("GET ~/x HTTP/1.1"), VendorScript(.readRequest, .waitForClose))

            let answer = try socket.readResponse()

            #expect(answer.status == 504)
            #expect(answer.head.value("Passthrough-Error") == "upstream_timeout")
            #expect(ErrorShape.complaints(about: answer).isEmpty)
            #expect(rig.vendor.requests.count == 1)
        }

        @Test func interimAnswersDoNotPutTheDeadlineOff() throws {
            let gate = Gate()
            let (rig, socket) = try self.start(
                message("GET ~/x HTTP/1.1"),
                VendorScript(.readRequest, .send("HTTP/1.1 100 Continue\r\n\r\n".latin1), .await(gate)))
            defer { gate.open() }

            let answer = try socket.readResponse()

            #expect(answer.status == 504)
            #expect(rig.vendor.requests.count == 1)
        }

        @Test func vendorThatStopsInTheBodyIsCut() throws {
            let (_, socket) = try self.start(
                message("GET ~/x HTTP/1.1"),
                VendorScript(
                    .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".latin1), .waitForClose))

            let head = try socket.readHead()
            let rest = try socket.readToEnd()

            #expect(head.line == "HTTP/1.1 200 OK")
            #expect(rest.bytes == Array("abc".utf8))
        }

        @Test(arguments: ["GET ~/x HT", "GET ~/x HTTP/1.1\r\nHost: a\r\n", ""])
        func callerThatNeverEndsItsHeadIsCut(_ text: String) throws {
            let (rig, socket) = try self.start(text)

            let rest = try socket.readToEnd()

            #expect(!String(latin1: rest.bytes).contains(" 200 "))
            #expect(rig.vendor.receivedBytes.isEmpty)
        }

        @Test func callerThatStopsInTheBodyIsCut() throws {
            let (rig, socket) = try self.start(message("POST ~/x HTTP/1.1", ["Content-Length: 10"], "abc"))

            _ = try socket.readToEnd()

            #expect(rig.vendor.requests.allSatisfy { !$0.isComplete })
            #expect(eventually { rig.vendor.openChannels == 0 })
        }

        @Test func idleChannelIsClosed() throws {
            let (_, socket) = try self.start(message("GET ~/x HTTP/1.1"))
            #expect(try socket.readResponse().status == 200)

            #expect(socket.isClosedByPeer(within: .seconds(10)))
        }
    }
}
