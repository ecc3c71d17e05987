//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The data plane as the rest of the program sees it: the one entry that may be used from anywhere.
package struct ShardGroup: Sendable {
    /// The port that is listened on; the one asked for, or any when 0 was.
    package let port: Int
    private let shards: [ShardActor]

    /// Starts the shards and listens.
    ///
    /// `source` is asked on a miss; `digest` is the keyed hash of an API key's bytes; `records` hears of every exchange.
    /// Throws what TLS files or the address make impossible: `TLSProblem` or `SystemError`.
    package static func start(
        _ configuration: DataPlaneConfiguration, source: any SnapshotSource,
        digest: @escaping @Sendable ([UInt8]) -> KeyDigest?, records: any RequestRecordSink = UnusedRecords()
    ) async throws -> ShardGroup {
        let surroundings = try ShardSurroundings(configuration, source: source, digest: digest, records: records)
        var shards: [ShardActor] = []
        do {
            for _ in 0..<max(1, configuration.shards) { shards.append(try await ShardActor.start(surroundings)) }
            let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
            try await shards[0].listen(socket.descriptor, for: shards)
            return ShardGroup(port: socket.port, shards: shards)
        } catch {
            for shard in shards { await shard.stop() }
            throw error
        }
    }

    /// Makes every shard forget what a committed change made untrue; returns when all have (DESIGN section 1).
    package func forget(_ change: Change) async {
        for shard in self.shards { await shard.forget(change) }
    }

    /// Looks after deadlines as of `now`, besides the sweep that comes twice a second.
    package func sweep(_ now: Moment) async {
        for shard in self.shards { await shard.sweep(now) }
    }

    /// What the shards have counted so far, and what is open now.
    package func counters() async -> Counters {
        var sum = Counters()
        for shard in self.shards { sum = sum + (await shard.counters) }
        return sum
    }

    /// Stops accepting, lets exchanges finish, then closes everything.
    ///
    /// Call once.
    ///
    /// - Returns: how many channels still had an exchange when time was up.
    package func drain(within limit: Duration) async -> Int {
        // Shards first: from the moment nobody is accepted, every response says that its channel closes.
        for shard in self.shards { await shard.drain() }
        for shard in self.shards { await shard.stopListening() }
        let end = ContinuousClock.now + limit
        var open = await self.openChannels()
        while open > 0, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(50))
            open = await self.openChannels()
        }
        for shard in self.shards { await shard.stop() }
        return open
    }

    private func openChannels() async -> Int {
        var count = 0
        for shard in self.shards { count += await shard.openChannels }
        return count
    }
}
