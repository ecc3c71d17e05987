//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import NIOCore
import NIOPosix
import NIOSSL
import Wire

/// Everything that one event loop owns.
///
/// Shares nothing with other shards; used on its loop only.
final class Shard {
    let loop: any EventLoop
    let configuration: DataPlaneConfiguration
    let callers: LoadingCache<KeyDigest, CallerAnswer, CallerVerdict>
    let egress: EgressPolicy
    let upstreamTLS: NIOSSLContext
    let resolverThreads: NIOThreadPool
    let digest: @Sendable ([UInt8]) -> KeyDigest?
    let controlPool: UpstreamPool
    private(set) var connections: LoadingCache<ConnectionID, SnapshotAnswer, ConnectionVerdict>
    let pools: UpstreamPools

    var requestParser: RequestHeadParser
    var responseParser: ResponseHeadParser
    /// Where a head is written before it leaves; reused as long as nobody else holds it.
    var scratch = ByteBuffer()
    var counters = Counters()
    /// Nanoseconds of the last sweep: the time of everything that may be half a second off.
    private(set) var tick = NIODeadline.now().uptimeNanoseconds
    private(set) var isDraining = false
    /// While draining: when channels between requests are closed.
    private(set) var idleLeaveTick = UInt64.max
    private(set) var downstreams: [DownstreamHandler] = []

    private let mostDownstreams: Int
    private let idPrefix: UInt64
    private var idNumber: UInt32 = 0

    init(loop: any EventLoop, surroundings: ShardSurroundings) {
        let configuration = surroundings.configuration
        let source = surroundings.source
        let pools = UpstreamPools()
        self.loop = loop
        self.configuration = configuration
        self.egress = EgressPolicy(exceptions: configuration.egressExceptions)
        self.upstreamTLS = surroundings.upstreamTLS
        self.mostDownstreams = surroundings.mostDownstreams
        self.resolverThreads = surroundings.resolverThreads
        self.digest = surroundings.digest
        self.pools = pools
        self.controlPool = pools.pool(PoolKey(controlSocketPath: configuration.controlSocketPath))
        self.requestParser = RequestHeadParser(limits: configuration.limits)
        self.responseParser = ResponseHeadParser(limits: configuration.limits)
        self.idPrefix = UInt64.random(in: .min ... .max)
        self.callers = LoadingCache(
            capacity: 100_000, loop: loop, fetch: { await source.caller(for: $0) }, keep: CallerVerdict.keep)
        self.connections = LoadingCache(
            capacity: 100_000, loop: loop, fetch: { await source.snapshot(for: $0) },
            keep: { ConnectionVerdict.keep($0, pools) })
    }

    func pool(_ key: PoolKey) -> UpstreamPool { self.pools.pool(key) }

    func nextRequestID() -> RequestID {
        self.idNumber &+= 1
        return RequestID(shard: self.idPrefix, number: self.idNumber)
    }

    func nanoseconds(of kind: DownstreamDeadline.Kind) -> UInt64 {
        let deadlines = self.configuration.deadlines
        let duration: Duration =
            switch kind {
            case .idle, .progress, .flush: deadlines.idle
            case .head: deadlines.head
            case .admission: .seconds(10)
            case .firstByte: deadlines.firstByte
            case .linger: .seconds(2)
            case .none: .zero
            }
        return UInt64(clamping: TimeAmount(duration).nanoseconds)
    }

    // MARK: - Channels of callers

    /// Whether one more caller would leave too few descriptors for vendors.
    var isFull: Bool { self.downstreams.count > self.mostDownstreams }

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

    func drain() {
        self.isDraining = true
        self.idleLeaveTick = NIODeadline.now().uptimeNanoseconds + 500_000_000
    }

    /// Twice a second: deadlines of callers' channels, and upstream channels that nobody used for a while.
    func sweep(_ now: NIODeadline) {
        self.tick = now.uptimeNanoseconds
        for downstream in self.downstreams { downstream.sweep(self.tick) }
        self.pools.sweep(self.tick)
    }

    func forget(_ change: Change) {
        switch change {
        case .connection(let id, let version): self.connections.forget(id) { $0.isAtLeast(version) }
        case .key(let digest): self.callers.forget(digest) { _ in false }
        }
    }
}

extension CallerVerdict {
    static func keep(_ answer: CallerAnswer) -> (CallerVerdict, TimeAmount)? {
        switch answer {
        case .found(let caller): (.known(caller), Freshness.answer)
        case .unknown: (.unknown, Freshness.absence)
        case .unavailable: nil
        }
    }
}

extension ConnectionVerdict {
    static func keep(_ answer: SnapshotAnswer, _ pools: UpstreamPools) -> (ConnectionVerdict, TimeAmount)? {
        switch answer {
        case .found(let snapshot):
            let pool = pools.pool(PoolKey(snapshot.base, workspace: snapshot.workspace))
            return (.usable(PreparedConnection(snapshot, pool: pool)), Freshness.answer)
        case .unusable(let owner, let version): return (.unusable(owner: owner, version: version), Freshness.absence)
        case .unknown: return (.unknown, Freshness.absence)
        case .unavailable: return nil
        }
    }
}
