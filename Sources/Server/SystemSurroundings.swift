//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import ControlPlane
internal import FoundationEssentials
package import Model

/// The clock and the randomness of this machine: the one place that asks for them.
package enum SystemSurroundings {
    package static func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// That many bytes of the system's cryptographic source.
    package static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    package static func make(changed: @escaping @Sendable (Change) async -> Void) -> Surroundings {
        Surroundings(now: { self.now() }, random: { self.random($0) }, changed: changed)
    }

    /// 16 hexadecimal digits.
    static func requestID() -> String {
        let word = UInt64.random(in: 0...UInt64.max)
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
