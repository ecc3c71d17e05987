//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Random numbers that are the same in every run (SplitMix64), so that a failure can be repeated.
package struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) { self.state = seed }

    package mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var word = self.state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    package mutating func below(_ limit: Int) -> Int { Int(self.next() % UInt64(max(1, limit))) }

    /// True once in `count` times.
    package mutating func once(in count: Int) -> Bool { self.below(count) == 0 }

    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[self.below(elements.count)] }
}
