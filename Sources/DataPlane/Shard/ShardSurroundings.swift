//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import Model

/// What every shard is made with.
struct ShardSurroundings: Sendable {
    var configuration: DataPlaneConfiguration
    var source: any SnapshotSource
    var digest: @Sendable ([UInt8]) -> KeyDigest?
    var names: NameService
    /// Trusted for upstreams besides the system's.
    var trustRoots: [PEMFile]
    var callerIdentity: CallerIdentity?
    /// Callers' channels that one shard may have open.
    var mostDownstreams: Int
}

/// How many callers a process can serve with the descriptors it may open.
enum Descriptors {
    /// Half of them, since each caller may need one to a vendor, less some for files; by shard.
    static func mostDownstreams(shards: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        let descriptors = Int(clamping: limit.rlim_cur)
        return max(16, (descriptors - min(128, descriptors / 4)) / 2 / max(1, shards))
    }
}
