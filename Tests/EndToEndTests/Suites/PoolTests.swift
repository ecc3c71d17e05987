//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

extension Conformance {
    /// Channels to the vendor: when they are used again and when a request may be tried twice (DESIGN section 5).
    @Suite struct Pool {
        private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

        private func ask(_ rig: Rig, _ line: String = "GET ~/x HTTP/1.1", _ fields: [String] = [], _ body: String = "")
            throws -> StrictResponse
        {
            let socket = try rig.connect()
            try socket.send(rig.fill(message(line, fields, body), for: .bearer))
            return try socket.readResponse()
        }

        /// On one caller's channel, so that one shard and its channels serve all of it.
        private func askTwice(
            first: VendorScript, then second: VendorScript, _ line: String, _ fields: [String] = [],
            _ body: String = "",
            between: (Rig) -> Void = { _ in }
        ) throws -> (rig: Rig, answer: StrictResponse) {
            let rig = try Rig.shared()
            rig.vendor.closeAllChannels()
            #expect(eventually { rig.vendor.openChannels == 0 })
            rig.vendor.expect([first, second])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/first HTTP/1.1"), for: .bearer))
            #expect(try socket.readResponse().status < 300)
            between(rig)
            try socket.send(rig.fill(message(line, fields, body), for: .bearer))
            return (rig, try socket.readResponse())
        }

        @Test func channelIsUsedAgain() throws {
            let (rig, answer) = try self.askTwice(first: .usual, then: .usual, "GET ~/x HTTP/1.1")

            #expect(answer.status == 200)
            #expect(Set(rig.vendor.requests.map(\.channel)).count == 1)
        }

        @Test(arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokgarbage",
            "HTTP/1.1 204 X\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        ])
        func channelWithBytesAfterTheAnswerIsNotUsedAgain(_ sent: String) throws {
            let (rig, answer) = try self.askTwice(
                first: VendorScript(.readRequest, .send(sent.latin1), .waitForClose), then: .usual, "GET ~/x HTTP/1.1")

            #expect(answer.text == "ok")
            #expect(answer.head.value("X-Vendor") == "1" || rig.vendor.requests.count == 2)
            #expect(Set(rig.vendor.requests.map(\.channel)).count == 2)
        }

        @Test func unaskedBytesOnAnIdleChannelEndIt() throws {
            let gate = Gate()
            let first = VendorScript(
                .readRequest, .send(Self.ok.latin1), .await(gate),
                .send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil".latin1), .waitForClose)
            let (rig, answer) = try self.askTwice(first: first, then: .usual, "GET ~/x HTTP/1.1") { rig in
                gate.open()
                #expect(eventually { rig.vendor.openChannels == 0 }, "the channel was not closed")
            }

            #expect(answer.text == "ok")
            #expect(answer.head.value("X-Vendor") == "1")
            #expect(rig.vendor.requests.count == 2)
        }

        @Test(arguments: ["GET", "HEAD", "POST", "DELETE"])
        func requestOnAChannelThatDiedIdleArrivesOnce(_ method: String) throws {
            let gate = Gate()
            let first = VendorScript(.readRequest, .send(Self.ok.latin1), .await(gate), .close)
            let rig = try Rig.shared()
            rig.vendor.closeAllChannels()
            rig.vendor.expect([first])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/first HTTP/1.1"), for: .bearer))
            #expect(try socket.readResponse().status == 200)
            gate.open()
            #expect(eventually { rig.vendor.openChannels == 0 })

            try socket.send(rig.fill(message("\(method) ~/second HTTP/1.1"), for: .bearer))
            let answer = try socket.readResponse(to: method)

            #expect(answer.status == 200)
            #expect(rig.vendor.requests.map(\.head.line) == ["GET /first HTTP/1.1", "\(method) /second HTTP/1.1"])
        }

        @Test(arguments: [true, false])
        func replayableRequestOnAUsedChannelIsTriedOnceMore(_ isReset: Bool) throws {
            let second = VendorScript(.readRequest, isReset ? .reset : .close)
            let (rig, answer) = try self.askTwice(first: .usual, then: second, "GET ~/x HTTP/1.1")

            #expect(answer.status == 200)
            #expect(rig.vendor.requests.map(\.head.line).suffix(2) == ["GET /x HTTP/1.1", "GET /x HTTP/1.1"])
        }

        @Test func requestThatIsNotIdempotentIsNotTriedTwice() throws {
            let second = VendorScript(.readRequest, .close)
            let (rig, answer) = try self.askTwice(
                first: .usual, then: second, "POST ~/x HTTP/1.1", ["Content-Length: 3"], "abc")

            #expect(answer.status == 502)
            #expect(answer.head.value("Passthrough-Error") == "upstream_closed_early")
            #expect(rig.vendor.requests.count == 2)
        }

        @Test func requestIsTriedNoMoreThanTwice() throws {
            let rig = try Rig.shared()
            let dies = VendorScript(.readRequest, .close)
            rig.vendor.closeAllChannels()
            rig.vendor.expect([.usual, dies, dies, dies])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/first HTTP/1.1"), for: .bearer))
            #expect(try socket.readResponse().status == 200)
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))

            let answer = try socket.readResponse()

            #expect(answer.status == 502)
            #expect(rig.vendor.requests.count == 3)
        }

        @Test func vendorThatClosesEveryChannelIsReported() throws {
            let rig = try Rig.shared()
            rig.vendor.closeAllChannels()
            rig.vendor.expect([])
            rig.vendor.refuseChannels()

            let answer = try self.ask(rig)

            #expect(answer.status == 502)
            #expect(rig.vendor.requests.isEmpty)
            rig.vendor.expect([])
        }

        @Test func callerThatLeavesEndsTheVendorsChannel() throws {
            let rig = try Rig.shared()
            rig.vendor.closeAllChannels()
            #expect(eventually { rig.vendor.openChannels == 0 })
            rig.vendor.expect([VendorScript(.readRequest, .waitForClose)])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))
            #expect(eventually { rig.vendor.requests.count == 1 })

            socket.stream.shutDown()

            #expect(eventually { rig.vendor.openChannels == 0 }, "the vendor still works for a caller that left")
        }
    }
}
