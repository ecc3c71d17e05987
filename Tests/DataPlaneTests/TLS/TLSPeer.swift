//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport

/// One side of a TLS channel in memory: what goes out is handed to the other side by the test.
final class TLSPeer {
    private let session: TLSSession
    private let memory: TLSMemory
    private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 4096)
    private(set) var handshake = TLSSession.Handshake.waiting
    private(set) var plain: [UInt8] = []
    private(set) var state = TLSSession.Read.State.empty
    /// Encrypted bytes that were not handed over yet.
    private(set) var output: [UInt8] = []

    init(_ context: TLSContext, expecting host: String? = nil) throws {
        let memory = TLSMemory()
        guard let session = TLSSession(context, memory: memory), host.map({ session.expect(host: $0) }) ?? true else {
            throw TLSProblem.noMemory
        }
        self.memory = memory
        self.session = session
        if !context.isServer { self.advance() }
    }

    deinit { self.buffer.deallocate() }

    var hasEnded: Bool { self.session.hasEnded }

    var isBroken: Bool { self.handshake == .failed || self.state == .failed }

    /// As a channel does with what it received.
    func deliver(_ bytes: [UInt8]) {
        guard !self.isBroken else { return }
        bytes.withUnsafeBufferPointer { input in
            self.session.offer(input)
            if self.handshake == .waiting { self.advance() }
            if self.handshake == .done { self.read() }
            self.session.dropInput()
        }
        self.collect()
    }

    private func advance() {
        self.handshake = self.session.handshake()
        self.collect()
    }

    private func read() {
        repeat {
            let read = self.session.read(into: self.buffer)
            self.plain += self.buffer[..<read.count]
            self.state = read.state
        } while self.state == .more
    }

    func write(_ bytes: [UInt8]) -> Bool {
        defer { self.collect() }
        return self.session.write(bytes.span)
    }

    func shutDown() {
        self.session.shutDown()
        self.collect()
    }

    private func collect() {
        self.session.takeOutput { made in made.withUnsafeBufferPointer { self.output += $0 } }
    }

    /// Encrypted bytes for the other side, at most `most`.
    func take(_ most: Int = .max) -> [UInt8] {
        let taken = Array(self.output.prefix(most))
        self.output.removeFirst(taken.count)
        return taken
    }

    /// Hands over everything both ways, in pieces of `size()`, until nobody has anything to say.
    static func exchange(_ one: TLSPeer, _ other: TLSPeer, _ size: () -> Int = { .max }) {
        while !(one.output.isEmpty && other.output.isEmpty) {
            other.deliver(one.take(max(1, size())))
            one.deliver(other.take(max(1, size())))
        }
    }
}

/// Certificates of a test and the contexts made of them.
struct TLSBench {
    let authority: CertificateAuthority

    init(root: String = "Test root") throws { self.authority = try CertificateAuthority(name: root) }

    func server(
        _ name: String = "localhost", isForLoopback: Bool = false,
        validity: CertificateAuthority.Validity = .usual
    ) throws -> TLSContext {
        let files = try self.authority.issue(name, isForLoopback: isForLoopback, validity: validity)
        return try TLSContext(CallerIdentity(CallerTLS(certificatePath: files.certificate, keyPath: files.key)))
    }

    func client() throws -> TLSContext { try TLSContext(trusting: [PEMFile(self.authority.rootPath)]) }

    /// Two sides whose handshake is done.
    func connected(_ size: () -> Int = { .max }) throws -> (client: TLSPeer, server: TLSPeer) {
        let server = try TLSPeer(try self.server())
        let client = try TLSPeer(try self.client(), expecting: "localhost")
        TLSPeer.exchange(client, server, size)
        return (client, server)
    }
}
