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
    /// What is kept of an answer that came at `now`, and for how long.
    ///
    /// A credential is kept until it ends, by the clock of this moment: one that is set while it is kept is believed
    /// once the answer is too old anyway. One that has ended is used no more: who can get a fresh one was late.
    static func keep(
        _ answer: SnapshotAnswer, _ pools: UpstreamPools, now: Timestamp
    ) -> (ConnectionVerdict, Duration)? {
        switch answer {
        case .found(let snapshot):
            var freshness = Freshness.answer
            if let end = snapshot.expiresAt {
                guard now < end else { return Self.keepExpired(snapshot) }
                freshness = min(freshness, Self.time(from: now, to: end))
            }
            if let moment = snapshot.renewAt {
                // While it is being renewed, what is new is told by `forget`; asking again is for when that is lost.
                freshness = min(freshness, moment > now ? Self.time(from: now, to: moment) : Freshness.absence)
            }
            let pool = pools.pool(PoolKey(snapshot.base, workspace: snapshot.workspace))
            return (.usable(PreparedConnection(snapshot, pool: pool)), freshness)
        case .unusable(let owner, let version): return (.unusable(owner: owner, version: version), Freshness.absence)
        case .unknown: return (.unknown, Freshness.absence)
        case .unavailable: return nil
        }
    }

    private static func time(from now: Timestamp, to end: Timestamp) -> Duration {
        let (left, isFar) = end.milliseconds.subtractingReportingOverflow(now.milliseconds)
        return isFar ? Freshness.answer : .milliseconds(left)
    }

    private static func keepExpired(_ snapshot: ConnectionSnapshot) -> (ConnectionVerdict, Duration)? {
        guard !snapshot.isRefreshable else { return nil }
        return (.unusable(owner: snapshot.workspace, version: snapshot.version), Freshness.absence)
    }
}
