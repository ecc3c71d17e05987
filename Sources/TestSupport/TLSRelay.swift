//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Speaks TLS where a plain socket of the test cannot: before a scripted vendor, or behind a raw caller.
package final class TLSRelay: Sendable {
    package let port: UInt16
    private let channel: any Channel

    private init(_ bootstrap: ServerBootstrap) throws {
        self.channel = try bootstrap.bind(host: "127.0.0.1", port: 0).wait()
        self.port = UInt16(self.channel.localAddress?.port ?? 0)
    }

    deinit { self.channel.close(promise: nil) }

    /// Accepts TLS with this certificate and passes the plain bytes to a local port.
    package static func front(of port: UInt16, with files: CertificateAuthority.Files) throws -> TLSRelay {
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
        let context = try NIOSSLContext(configuration: configuration)
        return try TLSRelay(
            TLSRelay.bootstrap(to: port) { inbound, _ in
                try inbound.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
            })
    }

    /// Accepts plain bytes and passes them by TLS to a local port whose certificate must be `host`'s.
    package static func tunnel(to port: UInt16, host: String, trusting root: String) throws -> TLSRelay {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(root)
        let context = try NIOSSLContext(configuration: configuration)
        return try TLSRelay(
            TLSRelay.bootstrap(to: port) { _, outbound in
                try outbound.pipeline.syncOperations.addHandler(
                    NIOSSLClientHandler(context: context, serverHostname: host))
            })
    }

    /// Both channels of a pair live on one loop, so that the handlers need no lock.
    private static func bootstrap(
        to port: UInt16, secure: @escaping @Sendable (any Channel, any Channel) throws -> Void
    ) -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { inbound in
            ClientBootstrap(group: inbound.eventLoop).connect(host: "127.0.0.1", port: Int(port)).flatMapThrowing {
                try secure(inbound, $0)
                try inbound.pipeline.syncOperations.addHandler(PassingHandler(to: $0))
                try $0.pipeline.syncOperations.addHandler(PassingHandler(to: inbound))
            }
        }
    }
}

/// Passes what one channel receives to another, the end included.
private final class PassingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel

    init(to other: any Channel) { self.other = other }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.other.writeAndFlush(self.unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { self.other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.other.close(promise: nil)
        context.close(promise: nil)
    }
}
