//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// Every prefix of every message of the corpus, and of 20,000 mutated ones.
@Suite struct HeadSplitTests {
    @Test(arguments: [
        (HeadReader.Kind.request, Corpus.requests, 51 as UInt64), (.response, Corpus.responses, 52),
    ])
    func everyPrefixAgreesWithTheWhole(kind: HeadReader.Kind, corpus: [[UInt8]], seed: UInt64) throws {
        var mutator = Mutator(corpus, seed: seed)
        var invariants = HeadInvariants(kind)
        for bytes in corpus {
            let reading = try invariants.check(bytes, splits: bytes.count, &mutator.random)
            guard case .complete = reading else {
                Issue.record("the corpus is not valid: \(Violation.literal(bytes))")
                continue
            }
        }
        for round in 0..<Effort.rounds(10_000) {
            let bytes = mutator.next()
            do {
                _ = try invariants.check(bytes, splits: bytes.count, &mutator.random)
            } catch {
                Issue.record("seed \(seed), round \(round): \(error)")
                return
            }
        }
    }
}
