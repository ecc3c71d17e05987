//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// Two sessions back to back, without a socket.
@Suite(.timeLimit(.minutes(2)))
struct TLSSessionTests {
    static let request = Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)

    /// Every record is cut at every byte.
    @Test(arguments: [1, 2, 3, 5, 7, 64, 1460, 16_384])
    func anyPiecesWillDo(size: Int) throws {
        let (client, server) = try TLSBench().connected { size }
        #expect(client.handshake == .done)
        #expect(server.handshake == .done)
        #expect(client.write(Self.request))
        TLSPeer.exchange(client, server) { size }
        #expect(server.write(Array("ok".utf8)))
        TLSPeer.exchange(client, server) { size }

        #expect(server.plain == Self.request)
        #expect(client.plain == Array("ok".utf8))
        #expect(!client.hasEnded && !server.hasEnded)
    }

    /// Whatever is missing at the end, there is no handshake without the last byte.
    @Test
    func aHandshakeThatIsCutIsNotDone() throws {
        let bench = try TLSBench()
        let (clientContext, serverContext) = (try bench.client(), try bench.server())
        let length = try TLSPeer(clientContext, expecting: "localhost").output.count
        for cut in 0..<length {
            let server = try TLSPeer(serverContext)
            server.deliver(try TLSPeer(clientContext, expecting: "localhost").take(cut))
            try #require(server.handshake == .waiting)
            try #require(server.output.isEmpty)
        }
        for step in 0..<200 {
            let client = try TLSPeer(clientContext, expecting: "localhost")
            let server = try TLSPeer(serverContext)
            server.deliver(client.take())
            client.deliver(server.take(server.output.count * step / 200))
            try #require(client.handshake == .waiting)
            try #require(!client.hasEnded)
        }
    }

    /// Any byte of the server's that is changed is noticed before anything is read.
    @Test
    func aHandshakeThatIsChangedFails() throws {
        let bench = try TLSBench()
        let (clientContext, serverContext) = (try bench.client(), try bench.server())
        var random = Seeded(3)
        var changesNoticed = 0
        for _ in 0..<300 {
            let client = try TLSPeer(clientContext, expecting: "localhost")
            let server = try TLSPeer(serverContext)
            server.deliver(client.take())
            var flight = server.take()
            flight[random.below(flight.count)] ^= UInt8(1 << random.below(8))
            client.deliver(flight)
            TLSPeer.exchange(client, server)
            _ = client.write(Self.request)
            TLSPeer.exchange(client, server)

            // The version in a record's header means nothing, and may be anything; a length may be waited for.
            try #require(server.plain == (client.handshake == .done ? Self.request : []))
            changesNoticed += client.handshake == .done ? 0 : 1
        }

        #expect(changesNoticed > 290)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func aMegabyteInRandomPiecesBothWays(seed: UInt64) throws {
        var random = Seeded(seed)
        let (client, server) = try TLSBench().connected()
        let (up, down) = (
            SocketChannelTests.pattern(0..<1_000_000), SocketChannelTests.pattern(500_000..<1_700_000)
        )
        var (sentUp, sentDown) = (0, 0)
        while sentUp < up.count || sentDown < down.count {
            let (nextUp, nextDown) = (
                min(up.count, sentUp + random.below(40_000)), min(down.count, sentDown + random.below(40_000))
            )
            if nextUp > sentUp { #expect(client.write(Array(up[sentUp..<nextUp]))) }
            if nextDown > sentDown { #expect(server.write(Array(down[sentDown..<nextDown]))) }
            (sentUp, sentDown) = (nextUp, nextDown)
            server.deliver(client.take(random.below(50_000)))
            client.deliver(server.take(random.below(50_000)))
        }
        TLSPeer.exchange(client, server) { random.below(5_000) }

        #expect(server.plain == up)
        #expect(client.plain == down)
    }

    // MARK: - Ends

    /// An end that the peer said is told from one that somebody on the way made.
    @Test
    func aCutIsNoEnd() throws {
        let (client, server) = try TLSBench().connected()
        #expect(server.write(Array("body".utf8)))
        client.deliver(server.take())
        #expect(client.plain == Array("body".utf8))
        #expect(!client.hasEnded)
        server.shutDown()
        let farewell = server.take()
        client.deliver(Array(farewell.dropLast()))
        #expect(!client.hasEnded)
        #expect(client.state == .empty)
        client.deliver([farewell[farewell.count - 1]])

        #expect(client.hasEnded)
        #expect(client.state == .ended)
    }

    /// Our own end does not keep us from reading what still comes.
    @Test
    func afterOurEndWeReadOn() throws {
        let (client, server) = try TLSBench().connected()
        client.shutDown()
        TLSPeer.exchange(client, server)
        #expect(server.state == .ended)
        #expect(!client.write([1]))
        #expect(server.write(Array("late".utf8)))
        TLSPeer.exchange(client, server)

        #expect(client.plain == Array("late".utf8))
        #expect(!client.hasEnded)
    }

    @Test
    func bytesThatAreNoRecordBreakTheSession() throws {
        let (client, server) = try TLSBench().connected()
        #expect(server.write(Array("body".utf8)))
        var record = server.take()
        record[record.count - 1] ^= 1
        client.deliver(record)

        #expect(client.state == .failed)
        #expect(client.plain == [])
        #expect(!client.hasEnded)
    }

    // MARK: - Who is not who it should be

    struct Stranger: Sendable, CustomTestStringConvertible {
        var name = "localhost"
        var expected = "localhost"
        var isForLoopback = false
        var validity = CertificateAuthority.Validity.usual
        var isTrusted = true
        var isGood = false

        var testDescription: String {
            "\(self.name) for \(self.expected), \(self.validity), \(self.isTrusted ? "trusted" : "not trusted")"
        }
    }

    @Test(arguments: [
        Stranger(isGood: true), Stranger(expected: "LOCALHOST", isGood: true),
        Stranger(expected: "127.0.0.1", isForLoopback: true, isGood: true),
        Stranger(name: "*.vendor.example", expected: "api.vendor.example", isGood: true),
        Stranger(name: "*.vendor.example", expected: "vendor.example"),
        Stranger(name: "*.vendor.example", expected: "a.b.vendor.example"),
        Stranger(name: "a*.vendor.example", expected: "api.vendor.example"),
        Stranger(name: "*.example", expected: "127.0.0.1"), Stranger(name: "other.example"),
        Stranger(expected: "127.0.0.1"), Stranger(name: "127.0.0.1", expected: "127.0.0.1"),
        Stranger(validity: .over), Stranger(isTrusted: false),
    ])
    func onlyTheOneWhoIsMeantIsTalkedTo(stranger: Stranger) throws {
        let bench = try TLSBench()
        let server = try TLSPeer(
            try bench.server(stranger.name, isForLoopback: stranger.isForLoopback, validity: stranger.validity))
        let context = stranger.isTrusted ? try bench.client() : try TLSContext(trusting: [])
        let client = try TLSPeer(context, expecting: stranger.expected)
        TLSPeer.exchange(client, server)

        #expect(client.handshake == (stranger.isGood ? .done : .failed))
        guard !stranger.isGood else { return }
        // The stranger is told, and nothing more can be written.
        #expect(server.isBroken)
        #expect(!client.write(Self.request))
    }

    @Test
    func aCertificateOfAnotherAuthorityOfTheSameNameIsRefused() throws {
        let (one, other) = (try TLSBench(), try TLSBench())
        let server = try TLSPeer(try one.server())
        let client = try TLSPeer(try other.client(), expecting: "localhost")
        TLSPeer.exchange(client, server)

        #expect(client.handshake == .failed)
    }

    // MARK: - Old versions

    /// A ClientHello of TLS 1.0 or 1.1, as RFC 4346 section 7.4.1.2 has it.
    static func clientHello(minor: UInt8) -> [UInt8] {
        let suites: [UInt8] = [0xC0, 0x09, 0xC0, 0x0A, 0xC0, 0x13, 0xC0, 0x14, 0x00, 0x2F, 0x00, 0x35]
        let body = [3, minor] + [UInt8](repeating: 7, count: 32) + [0, 0, UInt8(suites.count)] + suites + [1, 0]
        return Self.record(minor: minor, [1, 0, 0, UInt8(body.count)] + body)
    }

    static func serverHello(minor: UInt8) -> [UInt8] {
        let body = [3, minor] + [UInt8](repeating: 7, count: 32) + [0, 0xC0, 0x09, 0]
        return Self.record(minor: minor, [2, 0, 0, UInt8(body.count)] + body)
    }

    private static func record(minor: UInt8, _ message: [UInt8]) -> [UInt8] {
        [22, 3, minor, 0, UInt8(message.count)] + message
    }

    /// 0 is SSL 3.0, 1 is TLS 1.0, 2 is TLS 1.1; the alert is protocol_version.
    @Test(arguments: [0, 1, 2] as [UInt8])
    func oldVersionsAreRefused(minor: UInt8) throws {
        let bench = try TLSBench()
        let server = try TLSPeer(try bench.server())
        server.deliver(Self.clientHello(minor: minor))
        #expect(server.handshake == .failed)
        // SSL 3.0 has other ciphers besides, and is told of those.
        #expect(server.output.suffix(2) == [2, minor == 0 ? 40 : 70])

        let client = try TLSPeer(try bench.client(), expecting: "localhost")
        _ = client.take()
        client.deliver(Self.serverHello(minor: minor))
        #expect(client.handshake == .failed)
    }

    @Test
    func whatIsNoTLSIsRefused() throws {
        let bench = try TLSBench()
        for text in ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\0\0\0\0\0\0\0\0", "SSH-2.0-OpenSSH_9.2\r\n"] {
            let server = try TLSPeer(try bench.server())
            server.deliver(Array(text.utf8))
            let client = try TLSPeer(try bench.client(), expecting: "localhost")
            client.deliver(Array(text.utf8))

            #expect(server.handshake == .failed)
            #expect(client.handshake == .failed)
        }
    }
}
