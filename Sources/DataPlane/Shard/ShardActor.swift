//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Where a shard's questions to the world go; the answers come back on its loop.
package protocol ShardDoor: AnyObject, Sendable {
    func askForCaller(_ digest: KeyDigest)
    func askForConnection(_ id: ConnectionID)
    /// A vendor refused the credential of that version of the connection.
    func askForRefresh(_ id: ConnectionID, refused version: UInt64)
    func askForAddresses(host: String, port: UInt16, ticket: UInt64)
    /// Gives the shard a caller's channel that another one accepted.
    func askToAdopt(_ descriptor: Int32)
    /// Takes records away; false when too many wait already.
    func give(_ batch: RecordBatch) -> Bool
}

/// A shard as the rest of the program sees it: an actor whose executor is the shard's loop.
///
/// The loop's thread turns the shard's reactor, and between two batches of events runs what was asked of the actor.
actor ShardActor: ShardDoor {
    private nonisolated let loop: Loop
    private nonisolated let source: any SnapshotSource
    private nonisolated let names: NameService
    private nonisolated let courier: RecordCourier
    private var shard: Shard?
    private var listener: Listener?
    private var isStopping = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { self.loop.asUnownedSerialExecutor() }

    private init(_ surroundings: ShardSurroundings) throws(SystemError) {
        self.loop = try Loop()
        self.source = surroundings.source
        self.names = surroundings.names
        self.courier = RecordCourier(to: surroundings.records)
    }

    /// Makes a shard; its loop turns from then on, on a thread of its own.
    static func start(_ surroundings: ShardSurroundings) async throws -> ShardActor {
        let actor = try ShardActor(surroundings)
        try actor.loop.start { actor.assumeIsolated { $0.run() } }
        do { try await actor.open(surroundings) } catch {
            await actor.stop()
            throw error
        }
        return actor
    }

    private func open(_ surroundings: ShardSurroundings) throws(TLSProblem) {
        let shard = try Shard(surroundings, loop: self.loop, door: self)
        self.shard = shard
    }

    /// Turns until the shard is stopped; jobs of the actor run inside.
    private func run() {
        while !self.isStopping {
            if let shard = self.shard {
                // A job may drop the shard while its reactor still turns.
                withExtendedLifetime(shard) { shard.reactor.turn { self.loop.runJobs() } }
            } else {
                self.loop.waitForJobs()
            }
        }
    }

    // MARK: - What is asked of the shard

    /// Accepts callers on a listening descriptor, for all `shards` by turns.
    func listen(_ descriptor: Int32, for shards: [ShardActor]) throws(SystemError) {
        self.listener = try self.shard?.listen(descriptor, for: shards)
    }

    private func adopt(_ descriptor: Int32) {
        guard let shard = self.shard, !self.isStopping else { return Listener.refuse(descriptor) }
        shard.adopt(descriptor)
    }

    func stopListening() {
        self.listener?.close()
        self.listener = nil
    }

    func forget(_ change: Change) { self.shard?.forget(change) }

    func sweep(_ now: Moment) { self.shard?.sweep(now) }

    var counters: Counters { self.shard?.currentCounters ?? Counters() }

    var openChannels: Int { self.shard?.downstreams.count ?? 0 }

    func drain() { self.shard?.drain() }

    /// Closes everything and ends the loop; returns when the records are where they go.
    func stop() async {
        self.stopListening()
        self.shard?.closeAll()
        self.shard = nil
        self.isStopping = true
        await self.courier.finish()
    }

    // MARK: - What the shard asks

    nonisolated func askForCaller(_ digest: KeyDigest) {
        Task {
            let answer = await self.source.caller(for: digest)
            await self.arrived(digest, answer)
        }
    }

    private func arrived(_ digest: KeyDigest, _ answer: CallerAnswer) { self.shard?.arrived(digest, answer) }

    nonisolated func askForConnection(_ id: ConnectionID) {
        Task {
            let answer = await self.source.snapshot(for: id)
            await self.arrived(id, answer)
        }
    }

    private func arrived(_ id: ConnectionID, _ answer: SnapshotAnswer) { self.shard?.arrived(id, answer) }

    nonisolated func askForRefresh(_ id: ConnectionID, refused version: UInt64) {
        Task {
            let answer = await self.source.refresh(id, refused: version)
            await self.arrived(id, refused: version, answer)
        }
    }

    private func arrived(_ id: ConnectionID, refused version: UInt64, _ answer: RefreshAnswer) {
        self.shard?.arrived(id, refused: version, answer)
    }

    nonisolated func askToAdopt(_ descriptor: Int32) { Task { await self.adopt(descriptor) } }

    nonisolated func give(_ batch: RecordBatch) -> Bool { self.courier.give(batch) }

    nonisolated func askForAddresses(host: String, port: UInt16, ticket: UInt64) {
        self.names.resolve(host: host, port: port) { addresses in
            Task { await self.resolved(ticket, addresses) }
        }
    }

    private func resolved(_ ticket: UInt64, _ addresses: [SocketAddress]) { self.shard?.resolved(ticket, addresses) }
}
