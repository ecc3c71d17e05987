//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import Model
import NIOCore
import NIOPosix
import NIOSSL

/// Opens one channel to an upstream: resolve, judge, connect, handshake, all within the connect deadline.
final class Dial {
    private let shard: Shard
    private let pool: UpstreamPool
    private var completion: ((Result<UpstreamHandler, GatewayFailure>) -> Void)?
    private var timeout: Scheduled<Void>?
    /// Channels being connected; more than one when addresses race.
    private var attempts: [UpstreamHandler] = []

    private init(
        _ pool: UpstreamPool, _ shard: Shard, _ completion: @escaping (Result<UpstreamHandler, GatewayFailure>) -> Void
    ) {
        self.shard = shard
        self.pool = pool
        self.completion = completion
    }

    /// Dials for `pool`, in which a channel was reserved; `completion` is called once, on the loop.
    static func start(
        _ pool: UpstreamPool, shard: Shard, completion: @escaping (Result<UpstreamHandler, GatewayFailure>) -> Void
    ) {
        let dial = Dial(pool, shard, completion)
        let bound = NIOLoopBound(dial, eventLoop: shard.loop)
        dial.timeout = shard.loop.scheduleTask(in: TimeAmount(shard.configuration.deadlines.connect)) {
            bound.value.finish(.failure(.connectTimeout))
        }
        dial.connect(bound)
    }

    private func connect(_ dial: NIOLoopBound<Dial>) {
        let resolver = EgressResolver(
            policy: self.shard.egress, threads: self.shard.resolverThreads, loop: self.shard.loop)
        let bootstrap = ClientBootstrap(group: self.shard.loop)
            .connectTimeout(TimeAmount(self.shard.configuration.deadlines.connect))
            .resolver(resolver)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: ReceiveBuffers.allocator)
            .channelOption(.writeBufferWaterMark, value: ReceiveBuffers.waterMark)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try dial.value.initialize(channel) }
            }
        let connecting: EventLoopFuture<any Channel>
        switch self.pool.key.place {
        case .control(let path): connecting = bootstrap.connect(unixDomainSocketPath: path)
        case .vendor(_, let host, let port, _): connecting = bootstrap.connect(host: host, port: Int(port))
        }
        connecting.whenFailure { error in
            let isDenied = !resolver.denials.value.isEmpty
            dial.value.connectFailed(error, isDenied: isDenied)
        }
    }

    /// Several channels are made when addresses race; the handler of the winner becomes active.
    private func initialize(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        var usesTLS = false
        if case .vendor(.https, let host, _, _) = self.pool.key.place {
            // An address is no server name; NIOSSL then compares the certificate with the address itself.
            let name = IPAddress(literal: host) == nil ? host : nil
            try pipeline.addHandler(NIOSSLClientHandler(context: self.shard.upstreamTLS, serverHostname: name))
            usesTLS = true
        }
        let upstream = UpstreamHandler(pool: self.pool, shard: self.shard, usesTLS: usesTLS)
        self.attempts.append(upstream)
        let dial = NIOLoopBound(self, eventLoop: self.shard.loop)
        upstream.whenReady = { dial.value.finish($0) }
        try pipeline.addHandler(upstream)
    }

    private func connectFailed(_ error: any Error, isDenied: Bool) {
        self.finish(.failure(Self.failure(error, isDenied: isDenied, place: self.pool.key.place)))
    }

    private static func failure(_ error: any Error, isDenied: Bool, place: PoolKey.Place) -> GatewayFailure {
        if case .control = place { return .overloaded }
        if case ChannelError.connectTimeout = error { return .connectTimeout }
        if Self.isOurs(error) { return .overloaded }
        if let error = error as? NIOConnectionError {
            if error.connectionErrors.isEmpty { return isDenied ? .egressDenied : .upstreamUnreachable }
            if error.connectionErrors.contains(where: { Self.isOurs($0.error) }) { return .overloaded }
            let isTimeout = error.connectionErrors.allSatisfy { attempt in
                if case ChannelError.connectTimeout = attempt.error { return true }
                return false
            }
            return isTimeout ? .connectTimeout : .upstreamUnreachable
        }
        return error is NIOSSLError ? .upstreamTLSFailed : .upstreamUnreachable
    }

    /// No descriptor, port or memory left here: nothing that the vendor did.
    private static func isOurs(_ error: any Error) -> Bool {
        guard let error = error as? IOError else { return false }
        return [EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL].contains(error.errnoCode)
    }

    /// The first result counts; a channel that comes later than the deadline is closed.
    private func finish(_ result: Result<UpstreamHandler, GatewayFailure>) {
        guard let completion = self.completion else {
            if case .success(let upstream) = result { upstream.abandon() }
            return
        }
        self.completion = nil
        self.pool.release()
        self.timeout?.cancel()
        self.timeout = nil
        if case .failure = result {
            // A handshake that hangs would hang on.
            for attempt in self.attempts { attempt.abandon() }
        }
        self.attempts = []
        completion(result)
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (nanoseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = .nanoseconds(overflows ? .max / 2 : nanoseconds &+ attoseconds / 1_000_000_000)
    }
}

/// How much is read at once and how much may wait to be written.
enum ReceiveBuffers {
    /// Small for heads, up to 128 KiB for bodies; each channel grows and shrinks with what it reads.
    static var allocator: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 128 * 1024)
    }

    /// Bytes up to here are copied behind a head, which costs less than a second vector of a write.
    static var mostCopied: Int { 16 * 1024 }

    static var waterMark: ChannelOptions.Types.WriteBufferWaterMark {
        ChannelOptions.Types.WriteBufferWaterMark(low: 64 * 1024, high: 256 * 1024)
    }
}
