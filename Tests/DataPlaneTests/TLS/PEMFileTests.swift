//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Glibc
import TestSupport
import Testing

/// What is accepted as a certificate, as roots and as a key.
@Suite(.timeLimit(.minutes(1)))
struct PEMFileTests {
    static func contents(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 100_000)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    static func identity(_ certificate: String, _ key: String) throws -> TLSContext {
        try TLSContext(CallerIdentity(CallerTLS(certificatePath: certificate, keyPath: key)))
    }

    /// A chain is sent as it is in the file; text between its parts is no part of it.
    @Test
    func aChainIsSentWhole() throws {
        let (authority, directory) = (try CertificateAuthority(), try TemporaryDirectory())
        let files = try authority.issue("localhost")
        let leaf = try Self.contents(files.certificate)
        let chain = try directory.write(
            "leaf:\n\(leaf)\nroot:\n\(try Self.contents(authority.rootPath))\n", to: "chain.pem")
        let client = try TLSPeer(try TLSContext(trusting: [PEMFile(authority.rootPath)]), expecting: "localhost")
        let server = try TLSPeer(try Self.identity(chain, files.key))
        server.deliver(client.take())
        let alone = try TLSPeer(try Self.identity(files.certificate, files.key))
        alone.deliver(try TLSPeer(try TLSContext(trusting: []), expecting: "localhost").take())
        #expect(server.output.count > alone.output.count + 300)
        TLSPeer.exchange(client, server)

        #expect(client.handshake == .done)
    }

    @Test
    func severalRootsAreTrusted() throws {
        let (one, other, directory) = (try TLSBench(), try TLSBench(root: "Other root"), try TemporaryDirectory())
        let roots = try directory.write(
            try Self.contents(one.authority.rootPath) + "\n" + (try Self.contents(other.authority.rootPath)),
            to: "roots.pem")
        for bench in [one, other] {
            // The same file twice is not two.
            let context = try TLSContext(trusting: [PEMFile(roots), PEMFile(roots)])
            let client = try TLSPeer(context, expecting: "localhost")
            TLSPeer.exchange(client, try TLSPeer(try bench.server()))

            #expect(client.handshake == .done)
        }
    }

    @Test
    func aFileWithSomethingElseInItIsRefused() throws {
        let (authority, directory) = (try CertificateAuthority(), try TemporaryDirectory())
        let files = try authority.issue("localhost")
        let root = try Self.contents(authority.rootPath)
        let broken = root.replacing("-----END CERTIFICATE-----", with: "")
        for (name, text) in [
            ("empty", ""), ("text", "hello"), ("half", String(root.prefix(root.count / 2))), ("broken", broken),
            ("second", root + "\n" + broken), ("key", try Self.contents(files.key)),
        ] {
            let path = try directory.write(text, to: name)
            #expect(throws: TLSProblem.certificate(path: path)) { try TLSContext(trusting: [PEMFile(path)]) }
            #expect(throws: TLSProblem.certificate(path: path)) { try Self.identity(path, files.key) }
            guard name != "key" else { continue }
            #expect(throws: TLSProblem.key(path: path)) { try Self.identity(files.certificate, path) }
        }
        #expect(throws: TLSProblem.unreadable(path: "/nonexistent")) { try PEMFile("/nonexistent") }
        #expect(throws: TLSProblem.unreadable(path: directory.path)) { try PEMFile(directory.path) }
    }

    @Test
    func aKeyOfAnotherCertificateIsRefused() throws {
        let authority = try CertificateAuthority()
        let (one, other) = (try authority.issue("localhost"), try authority.issue("other.example"))

        #expect(throws: TLSProblem.keyMismatch) { try Self.identity(one.certificate, other.key) }
    }

    /// Files are read when a plane starts: what becomes of them later is nothing to it, whichever loop needs them.
    @Test
    func filesAreReadOnce() async throws {
        let directory = try TemporaryDirectory()
        let authority = try CertificateAuthority()
        let files = try authority.issue("localhost")
        let paths = try [files.certificate, files.key, authority.rootPath].enumerated().map { index, path in
            try directory.write(try Self.contents(path), to: "\(index).pem")
        }
        let vendor = try ScriptedVendor()
        let relay = try await Blocking.run { try TLSRelay.front(of: vendor.port, with: files) }
        let plane = try await PlaneUnderTest.start(shards: 4, to: relay.port, tlsHost: "localhost") { configuration in
            configuration.tls = CallerTLS(certificatePath: paths[0], keyPath: paths[1])
            configuration.upstreamTrustRoots = [paths[2]]
        }
        for path in paths { unlink(path) }
        try await plane.run { plane in
            let port = UInt16(plane.plane.port)
            let tunnel = try TLSRelay.tunnel(to: port, host: "localhost", trusting: authority.rootPath)
            // One a shard.
            for _ in 0..<4 {
                let caller = try RawSocket(port: tunnel.port)
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == 200)
            }
        }
        withExtendedLifetime(relay) {}
    }

    @Test
    func aPlaneWithRootsThatAreNoneDoesNotStart() async throws {
        await #expect(throws: TLSProblem.certificate(path: "/etc/passwd")) {
            try await PlaneUnderTest.start { $0.upstreamTrustRoots = ["/etc/passwd"] }
        }
    }
}
