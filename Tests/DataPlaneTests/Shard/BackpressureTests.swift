//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Synchronization
import TestSupport
import Testing
import Wire

/// Slow peers slow their counterpart; what waits in between is bounded (DESIGN section 3).
@Suite(.serialized, .timeLimit(.minutes(2)))
struct BackpressureTests {
    static let size = 64 * 1024 * 1024
    /// Kernel buffers on both sides, and what we hold.
    static let bound = 24 * 1024 * 1024

    @Test
    func aCallerThatDoesNotReadStopsTheVendor() async throws {
        try await PlaneUnderTest.start().run { plane in
            let head = "HTTP/1.1 200 OK\r\nContent-Length: \(Self.size)\r\n\r\n"
            plane.vendor.expect([VendorScript(.readRequest, .send(Array(head.utf8)), .sendPattern(Self.size))])
            let caller = try plane.caller(receiveBuffer: 64 * 1024)
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readHead().statusCode() == 200)
            try Self.settle(plane)

            #expect(plane.vendor.patternBytes < Self.bound)
            var check = Pattern.Check()
            try caller.stream.drain(Self.size, until: Deadline(after: .seconds(60))) { try check.receive($0) }
            #expect(check.count == Self.size)
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().text == "ok")
        }
    }

    @Test
    func aVendorThatDoesNotReadStopsTheCaller() async throws {
        try await PlaneUnderTest.start().run { plane in
            let gate = Gate()
            let sent = Mutex(0)
            let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
            plane.vendor.expect([VendorScript(.readHead, .await(gate), .drainBody, .send(answer))])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: \(Self.size)"]))
            do {
                try Pattern.write(Self.size) { piece in
                    try caller.stream.send(piece, until: Deadline(after: .seconds(1)))
                    sent.withLock { $0 += piece.count }
                }
                Issue.record("everything was read")
            } catch PeerFailure.deadlinePassed {}

            #expect(sent.withLock { $0 } < Self.bound)
            // The caller gives up in the middle: the vendor must see no end.
            caller.reset()
            gate.open()
        }
    }

    @Test
    func aBodyOfAnySizeGoesUp() async throws {
        try await PlaneUnderTest.start().run { plane in
            let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
            plane.vendor.expect([VendorScript(.readHead, .drainBody, .send(answer))])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: \(Self.size)"]))
            try Pattern.write(Self.size) { try caller.stream.send($0, until: Deadline(after: .seconds(60))) }

            #expect(try caller.readResponse(until: Deadline(after: .seconds(60))).text == "ok")
            #expect(plane.vendor.complaints == [])
        }
    }

    /// Lets the vendor go as far as it gets: many exchanges of others go by without it getting further.
    static func settle(_ plane: PlaneUnderTest) throws {
        var before = -1
        while before != plane.vendor.patternBytes {
            before = plane.vendor.patternBytes
            try plane.passTime(exchanges: 200)
        }
    }

    /// A slow caller gets the whole of a last answer, however long it takes to read it.
    @Test
    func aLastAnswerIsNotCutWhileItIsRead() async throws {
        try await PlaneUnderTest.start().run { plane in
            // One of these sizes leaves something with us when the vendor is done; which one depends on the kernel.
            for size in stride(from: 2 << 20, through: 7 << 20, by: 192 << 10) {
                // Longer than a channel lingers, shorter than it may stand still, whichever sweep came last.
                try plane.sweep(after: .seconds(10))
                let head = "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"
                plane.vendor.expect([VendorScript(.readRequest, .send(Array(head.utf8)), .sendPattern(size))])
                let caller = try plane.caller(receiveBuffer: 16 * 1024)
                try caller.send(PlaneUnderTest.request(fields: ["Connection: close"]))
                #expect(try caller.readHead().value("connection") == "close")
                try Self.settle(plane)
                try plane.sweep(after: .seconds(20))
                var check = Pattern.Check()
                try caller.stream.drain(size, until: .usual) { try check.receive($0) }
                try #require(caller.isClosedByPeer())
            }
        }
    }

    /// A head that is longer than what else may wait is read to its end all the same.
    @Test
    func aLongHeadIsReadToItsEnd() async throws {
        try await PlaneUnderTest.start {
            $0.limits = HeadLimits(maxHeadBytes: 512 * 1024, maxFields: 128)
        }.run { plane in
            let value = String(repeating: "a", count: 8_000)
            let request = Array(PlaneUnderTest.request(fields: (0..<40).map { "X-\($0): \(value)" }).utf8)
            let caller = try plane.caller()
            for start in stride(from: 0, to: request.count, by: 150_000) {
                try caller.send(Array(request[start..<min(request.count, start + 150_000)]))
                try plane.passTime()
            }

            #expect(try caller.readResponse(until: Deadline(after: .seconds(5))).text == "ok")
        }
    }
}
