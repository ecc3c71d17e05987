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
    /// Responses that were begun and could not be completed.
    package var cuts: UInt64 = 0
    /// Bytes that came after an answer that closed the channel.
    package var droppedBytes: UInt64 = 0
    /// Answers of our own, by `GatewayFailure.rawValue`.
    package var failures = [UInt64](repeating: 0, count: GatewayFailure.allCases.count)

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
        sum.cuts &+= right.cuts
        sum.droppedBytes &+= right.droppedBytes
        for index in sum.failures.indices where index < right.failures.count {
            sum.failures[index] &+= right.failures[index]
        }
        return sum
    }
}
