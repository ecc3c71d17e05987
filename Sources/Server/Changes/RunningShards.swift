//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import DataPlane
internal import Model
internal import Synchronization

/// The shards once they run: services are made before them and tell them of changes later.
final class RunningShards: Sendable {
    private let group = Mutex<ShardGroup?>(nil)

    func began(_ group: ShardGroup) { self.group.withLock { $0 = group } }

    /// Returns when every shard has forgotten; before they run there is nothing to forget.
    func forget(_ change: Change) async {
        let group = self.group.withLock { $0 }
        await group?.forget(change)
    }

    /// Nothing was counted before they run.
    func counters() async -> Counters {
        let group = self.group.withLock { $0 }
        return await group?.counters() ?? Counters()
    }
}
