//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a shard counts; plain numbers, added up across shards when somebody asks.
package struct Counters: Sendable {
    package var requests: UInt64 = 0
    /// Exchanges on a channel that had served before.
    package var reusedChannels: UInt64 = 0
    /// Exchanges on a channel that was dialled for them.
    package var newChannels: UInt64 = 0
    /// Requests sent again because a reused channel was dead.
    package var retries: UInt64 = 0
    /// Vendors' 401 over connections whose credential can be refreshed.
    package var credentialRefusals: UInt64 = 0
    /// Requests sent again with a fresh credential.
    package var replays: UInt64 = 0
    /// Responses that were begun and could not be completed.
    package var cuts: UInt64 = 0
    /// Bytes that came after an answer that closed the channel.
    package var droppedBytes: UInt64 = 0
    /// Answers of our own, by `GatewayFailure.rawValue`.
    package var failures = [UInt64](repeating: 0, count: GatewayFailure.allCases.count)

    /// Records that the sink was too slow for.
    package var droppedRecords: UInt64 = 0
    /// Captured bodies that were more than a batch of records holds.
    package var droppedBodies: UInt64 = 0
    package var connectionLookups = LookupCounters()
    /// Without those of a channel that goes on using the key it was last let in with.
    package var keyLookups = LookupCounters()
    /// Channels of callers that are open now.
    package var callerChannels: UInt64 = 0
    /// Channels to vendors that are open or being opened now.
    package var vendorChannels: UInt64 = 0

    package init() {}

    mutating func countLease(reused: Bool) {
        if reused {
            self.reusedChannels &+= 1
        } else {
            self.newChannels &+= 1
        }
    }

    mutating func count(_ failure: GatewayFailure) {
        let index = Int(failure.rawValue)
        if index < self.failures.count { self.failures[index] &+= 1 }
    }

    package static func + (left: Counters, right: Counters) -> Counters {
        var sum = left
        sum.requests &+= right.requests
        sum.reusedChannels &+= right.reusedChannels
        sum.newChannels &+= right.newChannels
        sum.retries &+= right.retries
        sum.credentialRefusals &+= right.credentialRefusals
        sum.replays &+= right.replays
        sum.cuts &+= right.cuts
        sum.droppedBytes &+= right.droppedBytes
        sum.droppedRecords &+= right.droppedRecords
        sum.droppedBodies &+= right.droppedBodies
        sum.connectionLookups = left.connectionLookups + right.connectionLookups
        sum.keyLookups = left.keyLookups + right.keyLookups
        sum.callerChannels &+= right.callerChannels
        sum.vendorChannels &+= right.vendorChannels
        for index in sum.failures.indices where index < right.failures.count {
            sum.failures[index] &+= right.failures[index]
        }
        return sum
    }
}

/// How often a cache was asked, and what came of it.
package struct LookupCounters: Sendable, Equatable {
    package var hits: UInt64 = 0
    package var misses: UInt64 = 0
    /// Questions to the store; fewer than misses, since whoever comes meanwhile waits for the same one.
    package var loads: UInt64 = 0

    package init() {}

    package static func + (left: LookupCounters, right: LookupCounters) -> LookupCounters {
        var sum = left
        sum.hits &+= right.hits
        sum.misses &+= right.misses
        sum.loads &+= right.loads
        return sum
    }
}
