//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Which exchanges of a connection are recorded with their bodies; off unless an operator asks for it.
package enum BodyCapture: Sendable, Hashable {
    case off
    /// Those whose status is 400 or above, and those that failed here.
    case errors
    /// That many of a hundred, chosen at random, and those of `errors`.
    case sample(percent: UInt8)
}
