//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import TestSupport
import Testing

extension Conformance {
    /// Long bodies pass without being kept.
    ///
    /// `PASSTHROUGH_STREAM_GB` sets the length, 1 by default; a quarter of it is for peers that stand still.
    @Suite struct Streams {
        private static let gigabytes =
            ProcessInfo.processInfo.environment["PASSTHROUGH_STREAM_GB"].flatMap { Int($0) } ?? 1
        private static let length = gigabytes * 1_000_000_000
        private static let bound = 32 << 20

        @Test func downloadPassesInBoundedMemory() throws {
            let rig = try Rig()
            let memory = try Memory(rig)
            let socket = try self.startDownload(rig, Self.length)

            var check = Pattern.Check()
            try socket.stream.drain(Self.length, until: Deadline(after: .seconds(3600))) {
                try check.receive($0)
                try memory.sample(at: check.count)
            }

            #expect(check.count == Self.length)
            #expect(memory.growth < Self.bound, "grew by \(memory.growth)")
        }

        @Test func uploadPassesInBoundedMemory() throws {
            let rig = try Rig()
            let memory = try Memory(rig)
            let socket = try self.startUpload(rig, Self.length, [])

            var sent = 0
            try Pattern.write(Self.length) {
                try socket.stream.send($0, until: Deadline(after: .seconds(600)))
                sent += $0.count
                try memory.sample(at: sent)
            }

            #expect(try socket.readResponse(until: Deadline(after: .seconds(600))).status == 200)
            #expect(rig.vendor.patternBytes == Self.length)
            #expect(rig.vendor.complaints.isEmpty)
            #expect(memory.growth < Self.bound, "grew by \(memory.growth)")
        }

        @Test func callerThatDoesNotReadStopsTheVendor() throws {
            let rig = try Rig()
            let memory = try Memory(rig)
            let length = Self.length / 4
            let socket = try self.startDownload(rig, length)

            self.waitForStandstill { rig.vendor.patternBytes }
            try memory.sample()

            #expect(rig.vendor.patternBytes < 64 << 20, "taken without a reader")
            #expect(memory.growth < Self.bound, "grew by \(memory.growth)")
            var check = Pattern.Check()
            try socket.stream.drain(length, until: Deadline(after: .seconds(600))) {
                try check.receive($0)
                try memory.sample(at: check.count)
            }
            #expect(check.count == length)
            #expect(memory.growth < Self.bound, "grew by \(memory.growth)")
        }

        @Test func vendorThatDoesNotReadStopsTheCaller() throws {
            let rig = try Rig()
            let memory = try Memory(rig)
            let length = Self.length / 4
            let gate = Gate()
            let sent = Mutex(0)
            let socket = try self.startUpload(rig, length, [.await(gate)])
            let writer = Writer(socket)
            writer.write(length)

            self.waitForStandstill { writer.count }
            try memory.sample()
            sent.withLock { $0 = writer.count }

            #expect(sent.withLock { $0 } < 64 << 20, "taken without a reader")
            #expect(memory.growth < Self.bound, "grew by \(memory.growth)")
            gate.open()
            #expect(eventually(before: Deadline(after: .seconds(600))) { writer.isDone })
            try memory.sample()
            #expect(eventually(before: Deadline(after: .seconds(600))) { rig.vendor.requests.last?.isComplete == true })
            #expect(rig.vendor.patternBytes == length)
            #expect(memory.growth < Self.bound, "grew by \(memory.growth)")
        }

        // MARK: - Parts

        private func startDownload(_ rig: Rig, _ length: Int) throws -> RawSocket {
            let head = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n"
            rig.vendor.expect([VendorScript(.readRequest, .send(head.latin1), .sendPattern(length))])
            let socket = try RawSocket(port: rig.server.port, receiveBuffer: 1 << 16)
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))
            #expect(try socket.readHead().line == "HTTP/1.1 200 OK")
            return socket
        }

        private func startUpload(_ rig: Rig, _ length: Int, _ before: [VendorScript.Step]) throws -> RawSocket {
            var script = VendorScript(.readHead)
            script.steps += before + [.drainBody, .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".latin1)]
            rig.vendor.expect([script])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("POST ~/x HTTP/1.1", ["Content-Length: \(length)"]), for: .bearer))
            #expect(eventually { rig.vendor.requests.count == 1 })
            return socket
        }

        /// Waits until a count has not changed for a second: both sockets and the server are full.
        private func waitForStandstill(_ count: () -> Int) {
            var last = -1
            while true {
                let before = last
                last = count()
                if before == last { return }
                _ = eventually(before: Deadline(after: .seconds(1))) { false }
            }
        }
    }
}

/// The server's memory, compared with what it was after a request.
private final class Memory {
    private let rig: Rig
    private let start: Int
    private var next = 0
    private(set) var growth = 0

    init(_ rig: Rig) throws {
        self.rig = rig
        let socket = try rig.connect()
        rig.vendor.expect([])
        try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))
        _ = try socket.readResponse()
        self.start = try rig.server.residentBytes()
    }

    /// Looks at the memory, or, given how many bytes have passed, does so every 16 MB.
    func sample(at count: Int? = nil) throws {
        if let count, count < self.next { return }
        self.next = (count ?? 0) + 16_000_000
        self.growth = max(self.growth, try self.rig.server.residentBytes() - self.start)
    }
}

/// Writes the pattern on a thread of its own.
private final class Writer: Sendable {
    private let state = Mutex((count: 0, isDone: false))
    private let socket: Mutex<RawSocket>

    init(_ socket: sending RawSocket) { self.socket = Mutex(socket) }

    var count: Int { self.state.withLock { $0.count } }
    var isDone: Bool { self.state.withLock { $0.isDone } }

    func write(_ length: Int) {
        Thread.detachNewThread {
            self.socket.withLock { socket in
                try? Pattern.write(length) { piece in
                    try socket.stream.send(piece, until: Deadline(after: .seconds(600)))
                    self.state.withLock { $0.count += piece.count }
                }
            }
            self.state.withLock { $0.isDone = true }
        }
    }
}
