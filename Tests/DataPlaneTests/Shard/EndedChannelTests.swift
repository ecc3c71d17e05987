//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// A vendor that ends its channel behind an answer without having announced it.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct EndedChannelTests {
    /// The end is here together with the answer, and a request that must not be sent twice waits behind it.
    @Test
    func theNextRequestGoesElsewhere() throws {
        let listening = try ListeningSocket(host: "127.0.0.1", port: 0)
        let listener = PeerSocket(listening.descriptor)
        let port = UInt16(listening.port)
        let bench = try ShardBench(
            port: port, addresses: [try ShardBench.loopback(port)], exceptions: ["\(ShardBench.host):\(port)"])
        let caller = try bench.caller(PlaneUnderTest.request("POST", "/1") + PlaneUnderTest.request("POST", "/2"))
        try self.serve(listener, bench, "/1")
        try self.serve(listener, bench, "/2")
        var answers = ""
        try bench.turn {
            answers += String(decoding: try caller.receive() ?? [], as: UTF8.self)
            return answers.hasSuffix("/2")
        }

        #expect(answers.split(separator: "HTTP/1.1 ").map { $0.prefix(3) } == ["200", "200"])
    }

    /// Accepts a channel, reads a request for `path`, and answers it and ends the channel in one.
    private func serve(_ listener: PeerSocket, _ bench: ShardBench, _ path: String) throws {
        var vendor: PeerSocket?
        var request = ""
        try bench.turn {
            vendor = vendor ?? (try? listener.accept())
            request += String(decoding: try vendor?.receive() ?? [], as: UTF8.self)
            return request.hasSuffix("\r\n\r\n")
        }
        try #require(request.hasPrefix("POST \(path) "))
        _ = try vendor?.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\(path)".utf8))
        vendor?.halfClose()
    }
}
