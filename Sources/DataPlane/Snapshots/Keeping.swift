//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model

extension CallerVerdict {
    static func keep(_ answer: CallerAnswer) -> (CallerVerdict, Duration)? {
        switch answer {
        case .found(let caller): (.known(caller), Freshness.answer)
        case .unknown: (.unknown, Freshness.absence)
        case .unavailable: nil
        }
    }
}

extension ConnectionVerdict {
    static func keep(_ answer: SnapshotAnswer, _ pools: UpstreamPools) -> (ConnectionVerdict, Duration)? {
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
