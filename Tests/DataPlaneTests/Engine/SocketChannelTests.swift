//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Egress
import Glibc
import TestSupport
import Testing

/// The numbered invariants of `SocketChannel`, over loopback, with a peer that behaves badly.
@Suite(.timeLimit(.minutes(2)))
struct SocketChannelTests {
    /// Bytes whose place can be told, so that any that is lost, doubled or moved is seen.
    static func pattern(_ range: Range<Int>) -> [UInt8] { range.map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) } }

    /// Invariant 2.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func aSlowReaderGetsEveryByteInOrder(seed: UInt64) throws {
        var random = Seeded(seed)
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair(sendBuffer: 4096)
        let total = 3_000_000
        var (written, read): (Int, [UInt8]) = (0, [])
        var wasBlocked = false
        try bench.turn {
            read.count == total
        } meanwhile: {
            while written < total, channel.channel.isWritable {
                let end = min(total, written + 1 + random.below(random.once(in: 4) ? 200_000 : 500))
                channel.channel.write(Self.pattern(written..<end).span)
                written = end
                if !channel.channel.isWritable { wasBlocked = true }
            }
            for _ in 0..<random.below(4) { read += try peer.receive(1 + random.below(60_000)) ?? [] }
        }

        #expect(read == Self.pattern(0..<total))
        #expect(wasBlocked && channel.writableCount > 0)
        #expect(channel.channel.pendingBytes == 0)
    }

    /// `finish` leaves nothing behind, and the peer sees the end after the last byte.
    @Test
    func finishingWritesWhatWaitsFirst() throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair(sendBuffer: 4096)
        // More than both kernels' buffers hold.
        let bytes = Self.pattern(0..<9_000_000)
        channel.channel.write(bytes.span)
        #expect(channel.channel.pendingBytes > 0)
        channel.channel.finish()
        #expect(channel.outputEndedCount == 0)
        channel.channel.write([1, 2, 3].span)
        var read: [UInt8] = []
        var ended = false
        try bench.turn {
            ended
        } meanwhile: {
            while let part = try peer.receive(), !ended {
                read += part
                ended = part.isEmpty
            }
        }

        #expect(read == bytes + [1, 2, 3])
        #expect(channel.outputEndedCount == 1)
        #expect(!channel.isClosed)
    }

    /// Invariant 3.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func pausingLosesNoEdge(seed: UInt64) throws {
        var random = Seeded(seed)
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair()
        let total = 2_000_000
        let bytes = Self.pattern(0..<total)
        var sent = 0
        var isPaused = false
        channel.whenReceived = { channel, _ in
            #expect(!isPaused)
            if random.once(in: 3) {
                channel.setReading(false)
                isPaused = true
            }
        }
        try bench.turn {
            channel.isClosed
        } meanwhile: {
            if sent < total {
                sent += try peer.send(bytes[sent..<min(total, sent + 1 + random.below(300_000))])
                if sent == total { peer.halfClose() }
            }
            guard random.once(in: 2) else { return }
            isPaused = random.once(in: 2)
            channel.channel.setReading(!isPaused)
        }

        #expect(channel.bytes == bytes)
        #expect(channel.cause == "peer")
        #expect(channel.lateCalls == 0)
    }

    /// Two channels of one loop: an echo with backpressure both ways.
    @Test
    func anEchoComesBackWhole() throws {
        let bench = try ReactorBench()
        let (near, far) = try PeerSocket.pair()
        let caller = RecordedChannel(
            try SocketChannel(near.release(), isConnected: true, tls: nil, reactor: bench.reactor))
        let echo = RecordedChannel(
            try SocketChannel(far.release(), isConnected: true, tls: nil, reactor: bench.reactor))
        echo.whenReceived = { channel, bytes in
            channel.write(bytes)
            if !channel.isWritable { channel.setReading(false) }
        }
        echo.whenWritable = { $0.setReading(true) }
        let bytes = Self.pattern(0..<6_000_000)
        caller.channel.write(bytes.span)
        try bench.turn { caller.bytes.count == bytes.count }
        caller.channel.finish()
        try bench.turn { echo.isClosed }

        #expect(caller.bytes == bytes)
        #expect(echo.cause == "peer")
    }

    // MARK: - Ends

    @Test
    func closingDropsWhatWaits() throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair(sendBuffer: 4096)
        channel.channel.write([UInt8](repeating: 1, count: 9_000_000).span)
        channel.channel.close()
        channel.channel.close()
        channel.channel.finish()
        channel.channel.write([1].span)
        _ = try peer.send([1, 2, 3])
        try bench.turn(times: 5)

        #expect(channel.cause == "here")
        #expect(channel.lateCalls == 0)
        #expect(channel.bytes == [])
        #expect(channel.channel.pendingBytes == 0)
    }

    /// Invariant 1, from inside a call.
    @Test
    func nothingIsCalledAfterAHandlerHasClosed() throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair()
        channel.whenReceived = { channel, _ in channel.close() }
        _ = try peer.send([UInt8](repeating: 7, count: 500_000))
        peer.halfClose()
        try bench.turn(times: 5)

        #expect(channel.cause == "here")
        #expect(channel.lateCalls == 0)
    }

    @Test
    func aPeerThatEndsItsSideHasEnded() throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair()
        _ = try peer.send([1, 2, 3])
        peer.halfClose()
        try bench.turn { channel.isClosed }

        #expect(channel.bytes == [1, 2, 3])
        #expect(channel.cause == "peer")
    }

    @Test
    func aResetIsAFailureAndNoEnd() throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair()
        _ = try peer.send([1, 2, 3])
        peer.reset()
        try bench.turn { channel.isClosed }

        #expect(channel.cause == "failed \(ECONNRESET)")
    }

    /// Invariant 4, and a body cut by a reset must not look whole, whoever is told of the reset: the write or the read.
    @Test(arguments: [false, true])
    func aWriteAfterAResetStillDeliversWhatCameBefore(isPaused: Bool) throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair()
        if isPaused { channel.channel.setReading(false) }
        // What the peer has not read when it closes makes its end a reset.
        channel.send([9])
        _ = try peer.send([1, 2, 3])
        peer.close()
        for _ in 0..<3 { channel.send([9]) }
        #expect(!channel.isClosed)
        try bench.turn { channel.isClosed }

        #expect(channel.bytes == [1, 2, 3])
        #expect(channel.cause?.hasPrefix("failed") == true)
        #expect(channel.lateCalls == 0)
    }

    /// A vendor that answers early and closes: its answer is whole although our body was not taken.
    @Test
    func aWriteAfterAnEndStillSeesTheEnd() throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair()
        channel.channel.setReading(false)
        _ = try peer.send([1, 2, 3])
        peer.close()
        // The first is answered by a reset, the second fails.
        for _ in 0..<3 { channel.send([9]) }
        try bench.turn { channel.isClosed }

        #expect(channel.bytes == [1, 2, 3])
        #expect(channel.cause == "peer")
    }

    /// A reset of ours is seen as one.
    @Test
    func resettingIsNoEnd() throws {
        let bench = try ReactorBench()
        let (channel, peer) = try bench.pair()
        channel.channel.reset()

        #expect(channel.cause == "here")
        #expect(throws: SystemError(number: ECONNRESET)) { try peer.receive() }
    }

    // MARK: - Beginnings

    @Test
    func aPortWhereNobodyListensFails() throws {
        let bench = try ReactorBench()
        let address = SocketAddress(try #require(IPAddress(literal: "127.0.0.1")), port: try ClosedPort.find())
        let channel = RecordedChannel(try SocketChannel.connect(to: address, tls: nil, reactor: bench.reactor))
        try bench.turn { channel.isClosed }

        #expect(channel.cause == "failed \(ECONNREFUSED)")
        #expect(channel.readyCount == 0)
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func whoIsAcceptedCanTalk(host: String) throws {
        let bench = try ReactorBench()
        let listening = try ListeningSocket(host: host, port: 0)
        var accepted: [RecordedChannel] = []
        let listener = try Listener(listening.descriptor, reactor: bench.reactor) { descriptor in
            let channel = try? SocketChannel(descriptor, isConnected: true, tls: nil, reactor: bench.reactor)
            if let channel = channel { accepted.append(RecordedChannel(channel)) }
        }
        let ip = try #require(IPAddress(literal: host))
        let address = SocketAddress(ip, port: UInt16(listening.port))
        let callers = try (0..<100).map { _ in
            RecordedChannel(try SocketChannel.connect(to: address, tls: nil, reactor: bench.reactor))
        }
        try bench.turn { accepted.count == 100 && callers.allSatisfy { $0.readyCount == 1 } }
        for (number, caller) in callers.enumerated() { caller.channel.write([UInt8(number)].span) }
        try bench.turn { accepted.allSatisfy { $0.bytes.count == 1 } }

        #expect(accepted.map { $0.bytes[0] }.sorted() == Array(0..<100))
        #expect(accepted.allSatisfy { $0.channel.peer == ip })
        listener.close()
        listener.close()
        let late = RecordedChannel(try SocketChannel.connect(to: address, tls: nil, reactor: bench.reactor))
        try bench.turn { late.isClosed }
        #expect(late.cause == "failed \(ECONNREFUSED)")
    }
}
