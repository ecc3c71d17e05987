//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Egress
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Dials judged addresses in turn until one accepts a channel.
struct Dial: Sendable {
    let request: OutgoingRequest
    let bytes: [UInt8]
    let port: UInt16
    /// `nil` for plain text.
    let context: NIOSSLContext?
    let loop: any EventLoop
    let pending: PendingAnswer

    /// One silent address must not take the time of the others.
    private static let patience = TimeAmount.seconds(5)

    func start(_ addresses: ArraySlice<IPAddress>) {
        guard !self.pending.isSettled else { return }
        guard let first = addresses.first,
            let address = try? SocketAddress(
                packedIPAddress: ByteBuffer(bytes: first.bytes), port: Int(self.port))
        else { return self.pending.settle(.failure(.unreachable)) }
        ClientBootstrap(group: self.loop)
            .connectTimeout(Self.patience)
            .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try self.prepare(channel) } }
            .connect(to: address)
            .whenFailure { _ in self.start(addresses.dropFirst()) }
    }

    private func prepare(_ channel: any Channel) throws {
        guard self.pending.adopt(channel) else { throw ChannelError.alreadyClosed }
        let url = self.request.url
        if let context = self.context {
            // An address has no name to ask for: its certificate must hold the address itself.
            let name = IPAddress(literal: url.host) == nil ? url.host : nil
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: context, serverHostname: name))
        }
        let reader = AnswerReader(mostBytes: self.request.mostBytes, isHead: self.request.method == "HEAD")
        try channel.pipeline.syncOperations.addHandler(
            AnswerHandler(self.bytes, reader: reader, usesTLS: context != nil, pending: self.pending))
    }
}
