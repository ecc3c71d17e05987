//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

extension Conformance {
    /// `Expect: 100-continue` (RFC 9110 section 10.1.1) and answers that come before the body's end.
    @Suite struct Continue {
        private func start(_ fields: [String], _ scripts: VendorScript...) throws -> (Rig, RawSocket) {
            let rig = try Rig.shared()
            rig.vendor.expect(scripts)
            let socket = try rig.connect()
            try socket.send(rig.fill(message("POST ~/x HTTP/1.1", fields), for: .bearer))
            return (rig, socket)
        }

        @Test(arguments: ["Expect: 100-continue", "expect: 100-Continue", "EXPECT: 100-CONTINUE"])
        func callerIsToldToContinueBeforeItSendsTheBody(_ field: String) throws {
            let (rig, socket) = try self.start([field, "Content-Length: 3"])

            let interim = try socket.readHead()
            try socket.send("abc")
            let answer = try socket.readResponse()

            #expect(try interim.statusCode() == 100)
            #expect(answer.status == 200)
            #expect(rig.vendor.requests.map(\.body.bytes) == [Array("abc".utf8)])
        }

        @Test func callerIsToldToContinueWithChunks() throws {
            let (rig, socket) = try self.start(["Expect: 100-continue", "Transfer-Encoding: chunked"])

            let interim = try socket.readHead()
            try socket.send("3\r\nabc\r\n0\r\n\r\n")
            let answer = try socket.readResponse()

            #expect(try interim.statusCode() == 100)
            #expect(answer.status == 200)
            #expect(rig.vendor.requests.map(\.body.bytes) == [Array("abc".utf8)])
        }

        @Test func expectationWithTheBodyAtOnceIsServed() throws {
            let (rig, socket) = try self.start(["Expect: 100-continue", "Content-Length: 3"])
            try socket.send("abc")

            let answer = try socket.readResponse()

            #expect(answer.status == 200)
            #expect(answer.interim.count <= 1)
            #expect(rig.vendor.requests.map(\.body.bytes) == [Array("abc".utf8)])
        }

        @Test func expectationWithoutABodyIsServed() throws {
            let (rig, socket) = try self.start(["Expect: 100-continue"])

            let answer = try socket.readResponse()

            #expect(answer.status == 200)
            #expect(rig.vendor.requests.count == 1)
        }

        @Test func refusedRequestIsNotToldToContinue() throws {
            let rig = try Rig.shared()
            rig.vendor.expect([])
            let socket = try rig.connect()
            try socket.send(
                rig.fill(message("POST ~/.. HTTP/1.1", ["Expect: 100-continue", "Content-Length: 3"]), for: .bearer))

            let answer = try socket.readResponse()

            #expect(answer.status == 400)
            #expect(answer.interim.isEmpty)
            #expect(rig.vendor.requests.isEmpty)
        }

        @Test(arguments: ["Expect: 200-ok", "Expect: 100-continue, x", "Expect: x=y"])
        func unknownExpectationIsRefused(_ field: String) throws {
            let (rig, socket) = try self.start([field, "Content-Length: 3"])

            let answer = try socket.readResponse()

            #expect([400, 417].contains(answer.status))
            #expect(rig.vendor.receivedBytes.isEmpty)
        }

        @Test func vendorThatAnswersEarlyIsHeard() throws {
            let early = "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno"
            let (rig, socket) = try self.start(
                ["Content-Length: 1000000"], VendorScript(.readHead, .send(early.latin1), .waitForClose))

            let answer = try socket.readResponse()

            #expect(answer.status == 413)
            #expect(answer.text == "no")
            #expect(rig.vendor.requests.map(\.isComplete) == [false])
        }

        @Test func channelOfAnEarlyAnswerIsNotUsedAgain() throws {
            let early = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            let (_, socket) = try self.start(
                ["Content-Length: 1000000"], VendorScript(.readHead, .send(early.latin1), .waitForClose))
            #expect(try socket.readResponse().status == 200)

            try Conformance.expectNewChannel(after: nil)
        }

        @Test func bodyThatStopsIsNotEndedForTheVendor() throws {
            let vendor = try Rig.shared().vendor
            vendor.closeAllChannels()
            #expect(eventually { vendor.openChannels == 0 })
            let (rig, socket) = try self.start(["Content-Length: 10"])
            try socket.send("abc")
            #expect(eventually { rig.vendor.requests.count == 1 })

            socket.stream.shutDown()

            #expect(eventually { rig.vendor.openChannels == 0 }, "the vendor still waits for a body that stopped")
            #expect(rig.vendor.requests.map(\.isComplete) == [false])
        }

        @Test func chunksThatStopAreNotEndedForTheVendor() throws {
            let (rig, socket) = try self.start(["Transfer-Encoding: chunked"])
            try socket.send("3\r\nabc\r\n")
            #expect(eventually { rig.vendor.requests.count == 1 })

            socket.halfClose()

            _ = try socket.readToEnd()
            #expect(rig.vendor.requests.map(\.isComplete) == [false])
            #expect(!rig.vendor.receivedBytes.contains(Array("0\r\n\r\n".utf8)))
        }

        /// Half an end may be the whole end: an answer and a cut are both right, half a request is not.
        @Test(arguments: 1...3)
        func callerThatEndsItsSideIsAnsweredOrCut(_ count: Int) throws {
            let rig = try Rig.shared()
            rig.vendor.expect([])
            let socket = try rig.connect()
            let requests = (1...count).map { message("GET ~/\($0) HTTP/1.1") }.joined()
            try socket.send(rig.fill(requests + "GET ~/half HTTP/1.1\r\nHo", for: .bearer))

            socket.halfClose()

            _ = try socket.readToEnd()
            let lines = rig.vendor.requests.map(\.head.line)
            #expect(lines == (1...count).map { "GET /\($0) HTTP/1.1" }.prefix(lines.count).map { $0 })
        }
    }
}
