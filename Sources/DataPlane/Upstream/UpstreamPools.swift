//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A shard's pools by where they lead.
final class UpstreamPools {
    private var pools: [PoolKey: UpstreamPool] = [:]

    /// Idle for longer than this, a channel is closed: vendors close theirs after a minute or so, and ours must be first.
    private static let longestIdle: UInt64 = 45_000_000_000

    func pool(_ key: PoolKey) -> UpstreamPool {
        if let pool = self.pools[key] { return pool }
        let pool = UpstreamPool(key: key)
        self.pools[key] = pool
        return pool
    }

    /// Closes channels that were idle for long; a pool without any that nobody holds is dropped.
    func sweep(_ tick: UInt64) {
        guard tick > Self.longestIdle else { return }
        for pool in self.pools.values {
            for upstream in pool.idleBefore(tick - Self.longestIdle) {
                pool.removeIdle(upstream)
                upstream.abandon()
            }
            for upstream in pool.allIdle() where upstream.idleSince < tick { upstream.giveMemoryBack() }
        }
        let empty = self.pools.indices.filter { self.pools.values[$0].isEmpty }
        // Who holds a pool may dial through it again, and those channels have to be swept too.
        let unused = empty.filter { isKnownUniquelyReferenced(&self.pools.values[$0]) }
        for key in unused.map({ self.pools[$0].key }) { self.pools[key] = nil }
    }

    /// Channels to vendors that are open or being opened.
    var openToVendors: Int {
        var count = 0
        for pool in self.pools.values {
            if case .vendor = pool.key.place { count += pool.open }
        }
        return count
    }

    func closeIdle() {
        for pool in self.pools.values {
            for upstream in pool.allIdle() {
                pool.removeIdle(upstream)
                upstream.abandon()
            }
        }
    }
}
