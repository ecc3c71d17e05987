//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Turns valid messages into nearly valid ones, the same for the same seed.
struct Mutator {
    let corpus: [[UInt8]]
    var random: SeededGenerator

    init(_ corpus: [[UInt8]], seed: UInt64) {
        self.corpus = corpus
        self.random = SeededGenerator(seed: seed)
    }

    /// A message of the corpus with up to `most` mutations; most of them have one or two, some have none.
    mutating func next(most: Int = 4) -> [UInt8] {
        var bytes = self.random.element(of: self.corpus)
        let mutations = min(self.random.below(most + 1), self.random.below(most + 1))
        for _ in 0..<mutations { self.mutate(&bytes) }
        return bytes
    }

    /// Places to cut `count` bytes at, ascending.
    mutating func cuts(_ count: Int) -> [Int] {
        guard count > 1 else { return [] }
        return (0..<1 + self.random.below(4)).map { _ in self.random.below(count) }.sorted()
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = self.random.element(of: Corpus.insertions)
            return
        }
        let place = self.random.below(bytes.count)
        switch self.random.below(11) {
        case 0: bytes[place] ^= 1 << UInt8(self.random.below(8))
        case 1: bytes[place] = UInt8(truncatingIfNeeded: self.random.next())
        case 2, 3, 4: bytes.insert(contentsOf: self.random.element(of: Corpus.insertions), at: place)
        case 5: bytes.remove(at: place)
        case 6: bytes.removeSubrange(place..<min(place + 1 + self.random.below(8), bytes.count))
        case 7: bytes.removeSubrange(place...)
        case 8: self.moveLine(&bytes, isCopied: true)
        case 9: self.moveLine(&bytes, isCopied: false)
        default: self.splice(&bytes, at: place)
        }
    }

    /// The end of one message replaced by the end of another.
    private mutating func splice(_ bytes: inout [UInt8], at place: Int) {
        let other = self.random.element(of: self.corpus)
        bytes.replaceSubrange(place..., with: other[self.random.below(other.count)...])
    }

    /// One line put before another, as a copy or moved there.
    private mutating func moveLine(_ bytes: inout [UInt8], isCopied: Bool) {
        var starts = [0]
        for index in bytes.indices where bytes[index] == 0x0A && index + 1 < bytes.count { starts.append(index + 1) }
        let start = self.random.element(of: starts)
        let end = (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
        let line = Array(bytes[start..<end])
        if !isCopied { bytes.removeSubrange(start..<end) }
        let target = self.random.element(of: starts)
        bytes.insert(contentsOf: line, at: min(target, bytes.count))
    }
}
