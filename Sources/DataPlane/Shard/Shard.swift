//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
package import Model
import Wire

/// Everything that one event loop owns.
///
/// Shares nothing with other shards; used on its loop only.
package final class Shard {
    package let reactor: Reactor
    let configuration: DataPlaneConfiguration
    let lengths: DeadlineLengths
    private(set) var callers: LoadingCache<KeyDigest, CallerAnswer, CallerVerdict>
    private(set) var connections: LoadingCache<ConnectionID, SnapshotAnswer, ConnectionVerdict>
    let refreshes: CredentialRefreshes
    let egress: EgressPolicy
    let digest: @Sendable ([UInt8]) -> KeyDigest?
    let controlPool: UpstreamPool
    let pools: UpstreamPools

    var requestParser: RequestHeadParser
    var responseParser: ResponseHeadParser
    /// Where a head is written before it leaves.
    let scratch = OutputBuffer(capacity: 4096)
    var counters = Counters()
    let records: RecordBuffer
    /// Nanoseconds of the last sweep: the time of everything that may be half a second off.
    @exclusivity(unchecked) private(set) var tick = Moment.now().nanoseconds
    @exclusivity(unchecked) private(set) var isDraining = false
    /// While draining: when channels between requests are closed.
    @exclusivity(unchecked) private(set) var idleLeaveTick = UInt64.max
    private(set) var downstreams: [DownstreamHandler] = []

    private let door: any ShardDoor
    private let trustRoots: [PEMFile]
    private let callerTLS: TLSContext?
    private let mostDownstreams: Int
    private let idPrefix: UInt64
    @exclusivity(unchecked) private var idNumber: UInt32 = 0
    private var lookups: [UInt64: ([SocketAddress]) -> Void] = [:]
    private var nextLookup: UInt64 = 0

    /// Made when the first channel needs it: certificates that nobody asks for need no memory.
    private(set) lazy var upstreamTLS = try? TLSContext(trusting: self.trustRoots)

    package init(_ surroundings: ShardSurroundings, loop: Loop, door: any ShardDoor) throws(TLSProblem) {
        let configuration = surroundings.configuration
        let pools = UpstreamPools()
        self.reactor = Reactor(epoll: loop.epoll, busyPoll: configuration.busyPoll)
        self.configuration = configuration
        self.lengths = DeadlineLengths(configuration.deadlines)
        self.door = door
        self.egress = EgressPolicy(exceptions: configuration.egressExceptions)
        self.trustRoots = surroundings.trustRoots
        var callerTLS: TLSContext?
        if let identity = surroundings.callerIdentity { callerTLS = try TLSContext(identity) }
        self.callerTLS = callerTLS
        self.mostDownstreams = surroundings.mostDownstreams
        self.digest = surroundings.digest
        self.pools = pools
        self.controlPool = pools.pool(PoolKey(controlSocketPath: configuration.controlSocketPath))
        self.requestParser = RequestHeadParser(limits: configuration.limits)
        self.responseParser = ResponseHeadParser(limits: configuration.limits)
        self.idPrefix = UInt64.random(in: .min ... .max)
        self.records = RecordBuffer(shard: self.idPrefix) { door.give($0) }
        self.callers = LoadingCache(
            capacity: 100_000, ask: { door.askForCaller($0) }, keep: CallerVerdict.keep)
        self.connections = LoadingCache(
            capacity: 100_000, ask: { door.askForConnection($0) },
            keep: { ConnectionVerdict.keep($0, pools, now: .now()) })
        self.refreshes = CredentialRefreshes { door.askForRefresh($0, refused: $1) }
        self.sweepLater()
    }

    /// When the events that are being handled came.
    var now: Moment { self.reactor.now }

    func pool(_ key: PoolKey) -> UpstreamPool { self.pools.pool(key) }

    func nextRequestID() -> RequestID {
        self.idNumber &+= 1
        return RequestID(shard: self.idPrefix, number: self.idNumber)
    }

    // MARK: - Answers of the door

    package func arrived(_ digest: KeyDigest, _ answer: CallerAnswer) { self.callers.arrived(digest, answer) }

    package func arrived(_ id: ConnectionID, _ answer: SnapshotAnswer) { self.connections.arrived(id, answer) }

    package func arrived(_ id: ConnectionID, refused version: UInt64, _ answer: RefreshAnswer) {
        // What was refused must not be used again, even if word of the change is late.
        if answer != .unavailable { self.connections.forget(id) { $0.isAtLeast(version &+ 1) } }
        self.refreshes.arrived(id, refused: version, answer)
    }

    package func resolved(_ ticket: UInt64, _ addresses: [SocketAddress]) {
        self.lookups.removeValue(forKey: ticket)?(addresses)
    }

    // MARK: - Later

    func schedule(after duration: Duration, _ action: @escaping () -> Void) -> Timers.ID {
        self.reactor.timers.add(at: .now() + duration, action)
    }

    func cancel(_ timer: Timers.ID) { self.reactor.timers.cancel(timer) }

    /// In the next turn of the loop: other channels have theirs before.
    func later(_ action: @escaping () -> Void) {
        _ = self.reactor.timers.add(at: Moment(nanoseconds: self.now.nanoseconds &+ 1), action)
    }

    /// A channel was given back, or there is room for another.
    func channelIsFree(_ pool: UpstreamPool) {
        guard pool.hasWaiters else { return }
        self.later { pool.serveWaiters() }
    }

    /// `done` is called on the loop.
    func resolve(host: String, port: UInt16, done: @escaping ([SocketAddress]) -> Void) {
        self.nextLookup &+= 1
        self.lookups[self.nextLookup] = done
        self.door.askForAddresses(host: host, port: port, ticket: self.nextLookup)
    }

    // MARK: - Channels of callers

    /// Whether one more caller would leave too few descriptors for vendors.
    var isFull: Bool { self.downstreams.count > self.mostDownstreams }

    /// Accepts callers on a listening descriptor, for all `shards` by turns.
    func listen(_ descriptor: Int32, for shards: [any ShardDoor]) throws(SystemError) -> Listener {
        var next = 0
        return try Listener(descriptor, reactor: self.reactor) { [unowned self] accepted in
            let other = shards[next % shards.count]
            next &+= 1
            if other === self.door { self.adopt(accepted) } else { other.askToAdopt(accepted) }
        }
    }

    /// Takes over a descriptor that was accepted.
    package func adopt(_ descriptor: Int32) {
        var session: TLSSession?
        if let context = self.callerTLS {
            session = TLSSession(context, memory: self.reactor.tlsMemory)
            // Without memory for TLS a caller is not served in the clear.
            guard session != nil else { return Listener.refuse(descriptor) }
        }
        let channel = try? SocketChannel(descriptor, isConnected: true, tls: session, reactor: self.reactor)
        guard let channel = channel else { return }
        DownstreamHandler(shard: self, usesTLS: session != nil).start(channel)
    }

    func add(_ downstream: DownstreamHandler) {
        downstream.index = self.downstreams.count
        self.downstreams.append(downstream)
    }

    func remove(_ downstream: DownstreamHandler) {
        let index = downstream.index
        guard index < self.downstreams.count, self.downstreams[index] === downstream,
            let last = self.downstreams.popLast(),
            last !== downstream
        else { return }
        self.downstreams[index] = last
        last.index = index
    }

    /// The counters, with those that others keep.
    var currentCounters: Counters {
        var counters = self.counters
        counters.droppedRecords = self.records.dropped
        counters.droppedBodies = self.records.droppedBodies
        counters.connectionLookups = self.connections.counters
        counters.keyLookups = self.callers.counters
        counters.callerChannels = UInt64(self.downstreams.count)
        counters.vendorChannels = UInt64(self.pools.openToVendors)
        return counters
    }

    func drain() {
        self.isDraining = true
        self.idleLeaveTick = Moment.now().nanoseconds + 500_000_000
    }

    /// Closes everything that is open.
    package func closeAll() {
        while let downstream = self.downstreams.last { downstream.channel?.close() }
        self.pools.closeIdle()
        // Dials under way belong to nobody's exchange.
        self.lookups = [:]
        self.reactor.closeAll()
        self.records.handOver()
    }

    /// Twice a second: deadlines of callers' channels, and upstream channels that nobody used for a while.
    func sweep(_ now: Moment) {
        self.tick = now.nanoseconds
        for downstream in self.downstreams { downstream.sweep(self.tick) }
        self.pools.sweep(self.tick)
        self.records.handOver()
    }

    private func sweepLater() {
        _ = self.schedule(after: .milliseconds(500)) { [unowned self] in
            self.sweep(.now())
            self.sweepLater()
        }
    }

    func forget(_ change: Change) {
        switch change {
        case .connection(let id, let version): self.connections.forget(id) { $0.isAtLeast(version) }
        case .key(let digest): self.callers.forget(digest) { _ in false }
        case .integrations: break
        }
    }
}
