//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Egress
import TestSupport
import Testing

/// TLS on sockets of one loop.
@Suite(.timeLimit(.minutes(2)))
struct TLSChannelTests {
    /// Both ends of a channel, handshake done.
    struct Pair {
        let client: RecordedChannel
        let server: RecordedChannel
        let reactor: ReactorBench

        init() throws {
            let tls = try TLSBench()
            let reactor = try ReactorBench()
            let memory = TLSMemory()
            let server = try #require(TLSSession(try tls.server(), memory: memory))
            let client = try #require(TLSSession(try tls.client(), memory: memory))
            #expect(client.expect(host: "localhost"))
            let listening = try ListeningSocket(host: "127.0.0.1", port: 0)
            let listener = PeerSocket(listening.descriptor)
            let ip = try #require(IPAddress(literal: "127.0.0.1"))
            self.client = RecordedChannel(
                try SocketChannel.connect(
                    to: SocketAddress(ip, port: UInt16(listening.port)), tls: client, reactor: reactor.reactor))
            self.server = RecordedChannel(
                try SocketChannel(
                    try listener.accept().release(), isConnected: true, tls: server, reactor: reactor.reactor))
            self.reactor = reactor
            let (near, far) = (self.client, self.server)
            try reactor.turn { near.readyCount == 1 && far.readyCount == 1 }
        }
    }

    @Test
    func aBodyWithBackpressureIsWhole() throws {
        let pair = try Pair()
        let (client, server) = (pair.client, pair.server)
        server.whenReceived = { channel, bytes in
            channel.write(bytes)
            if !channel.isWritable { channel.setReading(false) }
        }
        server.whenWritable = { $0.setReading(true) }
        let bytes = SocketChannelTests.pattern(0..<4_000_000)
        client.channel.write(bytes.span)
        try pair.reactor.turn { client.bytes.count >= bytes.count }

        #expect(client.bytes == bytes)
        #expect(server.bytes == bytes)
    }

    @Test
    func anEndThatWasSaidIsOne() throws {
        let pair = try Pair()
        let (client, server) = (pair.client, pair.server)
        client.channel.write(SocketChannelTests.pattern(0..<900_000).span)
        client.channel.finish()
        try pair.reactor.turn { server.isClosed }

        #expect(server.bytes == SocketChannelTests.pattern(0..<900_000))
        #expect(server.cause == "peer")
        #expect(client.outputEndedCount == 1)
    }

    @Test(arguments: [false, true])
    func aCutIsNoEnd(isReset: Bool) throws {
        let pair = try Pair()
        let (client, server) = (pair.client, pair.server)
        client.channel.write([1, 2, 3].span)
        try pair.reactor.turn { server.bytes.count == 3 }
        if isReset { client.channel.reset() } else { client.channel.close() }
        try pair.reactor.turn { server.isClosed }

        #expect(server.cause == (isReset ? "failed 104" : "tls"))
        #expect(server.lateCalls == 0)
    }

    /// Pausing between two records loses neither.
    @Test
    func pausingLosesNothing() throws {
        let pair = try Pair()
        let (client, server) = (pair.client, pair.server)
        server.whenReceived = { channel, _ in channel.setReading(false) }
        let bytes = SocketChannelTests.pattern(0..<2_000_000)
        client.channel.write(bytes.span)
        client.channel.finish()
        try pair.reactor.turn {
            server.isClosed
        } meanwhile: {
            server.channel.setReading(true)
        }

        #expect(server.bytes == bytes)
        #expect(server.cause == "peer")
    }

    /// Who was refused is told why.
    @Test
    func aHandshakeThatFailsEndsWithAnAlert() throws {
        let reactor = try ReactorBench()
        let session = try #require(TLSSession(try TLSBench().server(), memory: TLSMemory()))
        let (channel, peer) = try reactor.pair(tls: session)
        // A record with a ClientHello of no length.
        _ = try peer.send([0x16, 3, 1, 0, 4, 1, 0, 0, 0])
        var answer: [UInt8] = []
        try reactor.turn {
            answer += try peer.receive() ?? []
            return channel.isClosed && !answer.isEmpty
        }

        #expect(channel.cause == "tls")
        #expect(answer.first == 0x15)
    }

    /// A channel whose peer said the end behind its last bytes is known to have ended when those are handled.
    @Test
    func anEndThatIsHereAlreadyIsKnown() throws {
        let reactor = try ReactorBench()
        let tls = try TLSBench()
        let session = try #require(TLSSession(try tls.server(), memory: TLSMemory()))
        let (channel, socket) = try reactor.pair(tls: session)
        let peer = try TLSPeer(try tls.client(), expecting: "localhost")
        _ = try socket.send(peer.take())
        try reactor.turn {
            peer.deliver(try socket.receive() ?? [])
            _ = try socket.send(peer.take())
            return channel.readyCount == 1
        }
        var quiet: [Bool] = []
        channel.whenReceived = { channel, _ in quiet.append(channel.isQuiet) }
        #expect(peer.write([1]))
        _ = try socket.send(peer.take())
        try reactor.turn { channel.bytes == [1] }
        #expect(peer.write([2]))
        peer.shutDown()
        _ = try socket.send(peer.take())
        try reactor.turn { channel.isClosed }

        #expect(channel.bytes == [1, 2])
        #expect(quiet == [true, false])
    }
}
