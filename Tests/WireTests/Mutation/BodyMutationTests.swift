//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// 400,000 mutated chunk streams and 50,000 lengths; the invariants are `BodyInvariants`'.
@Suite struct BodyMutationTests {
    @Test(arguments: [61, 62, 63, 64] as [UInt64])
    func mutatedChunkStreamsKeepEveryInvariant(seed: UInt64) throws {
        var mutator = Mutator(Corpus.chunks, seed: seed)
        var accepted = 0
        for round in 0..<Effort.rounds(100_000) {
            let bytes = mutator.next(most: 3)
            let cuts = [mutator.cuts(bytes.count), mutator.cuts(bytes.count)]
            do {
                if try BodyInvariants.checkChunks(bytes, cuts: cuts) { accepted += 1 }
            } catch {
                Issue.record("seed \(seed), round \(round): \(error)")
                return
            }
        }
        #expect(accepted > Effort.rounds(100_000) / 10, "mutations of seed \(seed) are too wild to test acceptance")
    }

    /// Two pieces at every place, and one byte at a time.
    @Test func everySplitOfAChunkStreamIsTheSame() throws {
        var mutator = Mutator(Corpus.chunks, seed: 71)
        let streams = Corpus.chunks + (0..<Effort.rounds(3_000)).map { _ in mutator.next(most: 2) }
        for (round, bytes) in streams.enumerated() {
            let splits = bytes.indices.map { [$0] } + [Array(bytes.indices)]
            do {
                _ = try BodyInvariants.checkChunks(bytes, cuts: splits)
            } catch {
                Issue.record("round \(round): \(error)")
                return
            }
        }
    }

    @Test func lengthsTakeAsManyBytesAsTheySay() throws {
        var mutator = Mutator(Corpus.chunks, seed: 81)
        for _ in 0..<Effort.rounds(50_000) {
            let bytes = mutator.next(most: 1)
            let length = Int64(mutator.random.below(bytes.count + 20))
            try BodyInvariants.checkLength(bytes, length, cuts: mutator.cuts(bytes.count))
        }
        try BodyInvariants.checkLength([1, 2, 3], .max, cuts: [1, 2])
    }
}
