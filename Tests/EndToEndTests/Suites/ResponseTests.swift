//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

extension Conformance {
    /// Answers of vendors, good and bad (CONTRACT 1.6).
    @Suite struct Responses {
        @Test(arguments: ResponseTable.framing)
        func bodyComesBackWhole(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: ResponseTable.statuses)
        func statusComesBack(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: ResponseTable.fields)
        func fieldsComeBack(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: ResponseTable.interim)
        func interimAnswersAreNotTheAnswer(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: RewriteTable.locations)
        func locationStaysWithinTheConnection(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: RewriteTable.cookies)
        func cookieStaysWithinTheConnection(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: HostileTable.heads)
        func malformedAnswerIsRefused(_ entry: ConformanceCase) throws {
            try Conformance.run(entry)
            try Conformance.expectNewChannel(after: entry)
        }

        @Test(arguments: HostileTable.cutHeads)
        func answerCutInTheHeadIsReported(_ entry: ConformanceCase) throws {
            // A channel that was used before may be tried again once: these must meet a new one.
            try Rig.shared().vendor.closeAllChannels()
            try Conformance.run(entry)
            try Conformance.expectNewChannel(after: entry)
        }

        @Test(arguments: HostileTable.cutBodies.indices)
        func answerCutInTheBodyIsCutForTheCaller(_ index: Int) throws {
            let (name, sent) = HostileTable.cutBodies[index]
            let rig = try Rig.shared()
            rig.vendor.expect([VendorScript(.readRequest, .send(sent.latin1), .close)])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))

            let head = try socket.readHead()
            // What came with the head may have shown the fault before anything was relayed.
            if head.line.hasPrefix("HTTP/1.1 502 ") {
                #expect(head.value("Passthrough-Error") == "upstream_protocol_error", "\(name)")
            } else {
                let text = String(latin1: try socket.readToEnd().bytes)
                #expect(head.line == "HTTP/1.1 200 OK", "\(name)")
                #expect(!text.hasSuffix("0\r\n\r\n"), "\(name): a clean end of what was cut")
                #expect(text.utf8.count <= sent.utf8.count, "\(name): more than the vendor sent")
            }
            #expect(rig.vendor.requests.count == 1, "\(name): a request was repeated")
            try Conformance.expectNewChannel(after: nil)
        }
    }

    /// The channel of the last request must not carry another one.
    static func expectNewChannel(after entry: ConformanceCase?) throws {
        let rig = try Rig.shared()
        let before = rig.vendor.requests.last?.channel
        let socket = try rig.connect()
        rig.vendor.expect([])
        try socket.send(rig.fill(message("GET ~/next HTTP/1.1"), for: .bearer))
        let answer = try socket.readResponse()
        #expect(answer.status == 200, "\(entry?.name ?? ""): the next request")
        #expect(rig.vendor.requests.last?.channel != before, "\(entry?.name ?? ""): the channel was used again")
    }
}
