//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import NIOCore
import NIOPosix
import NIOSSL

/// The data plane as the rest of the program sees it: the one entry that may be used from anywhere.
package struct ShardGroup: Sendable {
    /// The port that is listened on; the one asked for, or any when 0 was.
    package let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let resolverThreads: NIOThreadPool
    private let shards: [NIOLoopBound<Shard>]
    private let listener: any Channel
    private let sweeps: [RepeatedTask]

    /// Starts the shards and listens.
    ///
    /// `source` is asked on a miss; `digest` is the keyed hash of an API key's bytes. Throws what TLS files or the
    /// address make impossible.
    package static func start(
        _ configuration: DataPlaneConfiguration, source: any SnapshotSource,
        digest: @escaping @Sendable ([UInt8]) -> KeyDigest?
    ) async throws -> ShardGroup {
        let upstreamTLS = try TLSContexts.upstream(additionalRoots: configuration.upstreamTrustRoots)
        let callerTLS = try configuration.tls.map { try TLSContexts.caller($0) }
        let threads = NIOThreadPool(numberOfThreads: 8)
        threads.start()
        let surroundings = ShardSurroundings(
            configuration: configuration, source: source, digest: digest, upstreamTLS: upstreamTLS,
            resolverThreads: threads, mostDownstreams: Descriptors.mostDownstreams(shards: configuration.shards))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.shards))
        do {
            let shards = try await Self.makeShards(group, surroundings)
            let listener = try await Self.listen(configuration, group, shards, callerTLS)
            let sweeps = shards.map { shard in
                shard.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(500), delay: .milliseconds(500)) { _ in
                    shard.value.sweep(.now())
                }
            }
            return ShardGroup(
                port: listener.localAddress?.port ?? configuration.port, group: group, resolverThreads: threads,
                shards: shards, listener: listener, sweeps: sweeps)
        } catch {
            try? await group.shutdownGracefully()
            try? await threads.shutdownGracefully()
            throw error
        }
    }

    private static func makeShards(
        _ group: MultiThreadedEventLoopGroup, _ surroundings: ShardSurroundings
    ) async throws -> [NIOLoopBound<Shard>] {
        var shards: [NIOLoopBound<Shard>] = []
        for loop in group.makeIterator() {
            shards.append(
                try await loop.submit { NIOLoopBound(Shard(loop: loop, surroundings: surroundings), eventLoop: loop) }
                    .get())
        }
        return shards
    }

    private static func listen(
        _ configuration: DataPlaneConfiguration, _ group: MultiThreadedEventLoopGroup, _ shards: [NIOLoopBound<Shard>],
        _ callerTLS: NIOSSLContext?
    ) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.recvAllocator, value: ReceiveBuffers.allocator)
            .childChannelOption(.writeBufferWaterMark, value: ReceiveBuffers.waterMark)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let shard = shards.first(where: { $0.eventLoop === channel.eventLoop })?.value else { return }
                    let pipeline = channel.pipeline.syncOperations
                    if let callerTLS = callerTLS { try pipeline.addHandler(NIOSSLServerHandler(context: callerTLS)) }
                    try pipeline.addHandler(DownstreamHandler(shard: shard, usesTLS: callerTLS != nil))
                }
            }
            .bind(host: configuration.host, port: configuration.port).get()
    }

    /// Makes every shard forget what a committed change made untrue; returns when all have (DESIGN section 1).
    package func forget(_ change: Change) async {
        for shard in self.shards {
            try? await shard.eventLoop.submit { shard.value.forget(change) }.get()
        }
    }

    /// Looks after deadlines as of `now`, besides the sweep that comes twice a second.
    package func sweep(_ now: NIODeadline) async {
        for shard in self.shards { try? await shard.eventLoop.submit { shard.value.sweep(now) }.get() }
    }

    /// What the shards have counted so far.
    package func counters() async -> Counters {
        var sum = Counters()
        for shard in self.shards {
            if let counters = try? await shard.eventLoop.submit({ shard.value.counters }).get() { sum = sum + counters }
        }
        return sum
    }

    /// Stops accepting, lets exchanges finish, then closes everything.
    ///
    /// Call once.
    ///
    /// - Returns: how many channels still had an exchange when time was up.
    package func drain(within limit: Duration) async -> Int {
        // Shards first: from the moment nobody is accepted, every response says that its channel closes.
        for shard in self.shards { try? await shard.eventLoop.submit { shard.value.drain() }.get() }
        try? await self.listener.close().get()
        let end = ContinuousClock.now + limit
        var open = await self.openChannels()
        while open > 0, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(50))
            open = await self.openChannels()
        }
        for sweep in self.sweeps { sweep.cancel() }
        try? await self.group.shutdownGracefully()
        try? await self.resolverThreads.shutdownGracefully()
        return open
    }

    private func openChannels() async -> Int {
        var count = 0
        for shard in self.shards {
            count += (try? await shard.eventLoop.submit { shard.value.downstreams.count }.get()) ?? 0
        }
        return count
    }
}
