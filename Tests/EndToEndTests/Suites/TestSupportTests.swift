//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

/// The instruments themselves: a caller and a vendor that speak to each other without a server between them.
@Suite struct TestSupportTests {
    private func exchange(_ request: String, _ scripts: VendorScript...) throws -> (ScriptedVendor, RawSocket) {
        let vendor = try ScriptedVendor()
        vendor.expect(scripts)
        let socket = try RawSocket(port: vendor.port)
        try socket.send(request)
        return (vendor, socket)
    }

    private static let request = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"

    @Test func requestIsRecordedAndAnswered() throws {
        let (vendor, socket) = try self.exchange(Self.request)

        let answer = try socket.readResponse()

        #expect(answer.status == 200)
        #expect(answer.text == "ok")
        #expect(vendor.receivedBytes == Self.request.latin1)
        #expect(vendor.requests.map(\.body.bytes) == [Array("abc".utf8)])
        #expect(vendor.requests.map(\.isComplete) == [true])
    }

    @Test func everySplitIsReadAlike() throws {
        let vendor = try ScriptedVendor()
        let socket = try RawSocket(port: vendor.port)
        try socket.sendOneByOne(Self.request.latin1)

        #expect(try socket.readResponse().status == 200)
        #expect(vendor.receivedBytes == Self.request.latin1)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok", "HTTP/1.1 200 OK\r\n\r\nok", "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 X\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n 2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokk\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
    ])
    func answerThatIsNotSoundIsAFailure(_ sent: String) throws {
        let (_, socket) = try self.exchange(Self.request, .answerAndClose(sent))

        #expect(throws: (any Error).self) { try socket.readResponse() }
    }

    @Test func ambiguousRequestIsAComplaint() throws {
        let (vendor, _) = try self.exchange("GET / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n")

        #expect(eventually { !vendor.complaints.isEmpty })
    }

    @Test func requestThatIsCutIsNotComplete() throws {
        let (vendor, socket) = try self.exchange("POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nab")
        #expect(eventually { vendor.requests.count == 1 })

        socket.halfClose()

        #expect(eventually { vendor.openChannels == 0 })
        #expect(vendor.requests.map(\.isComplete) == [false])
    }

    @Test func resetIsSeenAsReset() throws {
        let (_, socket) = try self.exchange(Self.request, VendorScript(.readRequest, .reset))

        #expect(try socket.readToEnd().wasReset)
    }

    @Test func gateHoldsTheAnswerBack() throws {
        let gate = Gate()
        let (_, socket) = try self.exchange(
            Self.request, VendorScript(.readRequest, .await(gate), .send("HTTP/1.1 204 X\r\n\r\n".latin1)))
        #expect(!socket.hasPartOfAnAnswer)

        gate.open()

        #expect(try socket.readResponse().status == 204)
    }

    @Test func patternTellsItsPlace() throws {
        var pieces: [UInt8] = []
        Pattern.write(200_000) { pieces += $0 }
        var check = Pattern.Check()

        try check.receive(pieces[..<70_000])
        try check.receive(pieces[70_000...])

        #expect(check.count == 200_000)
        #expect(throws: PeerFailure.self) { try check.receive(pieces[1...10]) }
    }

    @Test func childSaysHowItEnded() throws {
        let result = try ChildProcess.run("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"])

        #expect(result.code == 3)
        #expect(result.output == "out\n")
        #expect(result.errors == "err\n")
    }
}
