//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// SplitMix64: fast, and the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from zero up to `bound`, which is positive; the bias is of no interest here.
    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: self.next() >> 33) % bound }

    mutating func element<Element>(of elements: [Element]) -> Element { elements[self.below(elements.count)] }
}
