//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// 300,000 mutated messages read by us and by llhttp: what we accept llhttp accepts and reads the same.
@Suite struct DifferentialTests {
    @Test(arguments: [101, 102] as [UInt64])
    func requestsReadAsLLHTTPReadsThem(seed: UInt64) {
        var comparison = Comparison()
        Self.run(Corpus.requests, seed: seed) { comparison.compareRequest($0) }
    }

    @Test(arguments: [111, 112] as [UInt64])
    func responsesReadAsLLHTTPReadsThem(seed: UInt64) {
        var comparison = Comparison()
        Self.run(Corpus.responses, seed: seed) { comparison.compareResponse($0, toHead: seed == 112) }
    }

    private static func run(_ corpus: [[UInt8]], seed: UInt64, _ compare: ([UInt8]) -> Comparison.Outcome) {
        var mutator = Mutator(corpus, seed: seed)
        var accepted = 0
        var found = 0
        var only: [Refusal: Int] = [:]
        for round in 0..<Effort.rounds(75_000) where found < 10 {
            let bytes = mutator.next()
            switch compare(bytes) {
            case .agreed(let isAccepted): accepted += isAccepted ? 1 : 0
            case .onlyOurs(let refusal):
                only[refusal, default: 0] += 1
                if only[refusal, default: 0] == 1 { print("ONLY", refusal, Violation.literal(bytes)) }
            case .differs(let how):
                found += 1
                Issue.record("seed \(seed), round \(round): \(Violation(rule: how, bytes: bytes))")
            }
        }
        print(only, accepted)
    }
}
