//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What services need of the world outside: time, randomness, and whom to tell.
package struct Surroundings: Sendable {
    package var now: @Sendable () -> Timestamp
    /// That many bytes from a cryptographic source.
    package var random: @Sendable (Int) -> [UInt8]
    /// Told after a commit; returns when every shard has forgotten what the change made untrue.
    package var changed: @Sendable (Change) async -> Void

    package init(
        now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable (Int) -> [UInt8],
        changed: @escaping @Sendable (Change) async -> Void
    ) {
        self.now = now
        self.random = random
        self.changed = changed
    }
}
