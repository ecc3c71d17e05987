//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// 300,000 mutated messages read by us and by llhttp.
///
/// What we accept llhttp accepts and reads the same; what only we refuse is refused for a reason of `OnlyRefusedHere`.
@Suite struct DifferentialTests {
    @Test(arguments: [101, 102] as [UInt64])
    func requestsReadAsLLHTTPReadsThem(seed: UInt64) {
        var comparison = Comparison()
        let known = OnlyRefusedHere.firstLines + OnlyRefusedHere.fieldLines + OnlyRefusedHere.bodies
        Self.run(Corpus.requests, seed: seed, known) { comparison.compareRequest($0) }
    }

    @Test(arguments: [111, 112] as [UInt64])
    func responsesReadAsLLHTTPReadsThem(seed: UInt64) {
        var comparison = Comparison()
        Self.run(Corpus.responses, seed: seed, OnlyRefusedHere.responses) {
            comparison.compareResponse($0, toHead: seed == 112)
        }
    }

    @Test(
        arguments: OnlyRefusedHere.firstLines + OnlyRefusedHere.fieldLines + OnlyRefusedHere.bodies
            + OnlyRefusedHere.responses)
    func onlyWeRefuse(example: OnlyRefusedHere) {
        var comparison = Comparison()
        let bytes = Array(example.text.utf8)

        let outcome =
            switch example.kind {
            case .request: comparison.compareRequest(bytes)
            case .response: comparison.compareResponse(bytes, toHead: false)
            case .responseToHead: comparison.compareResponse(bytes, toHead: true)
            }

        guard case .onlyOurs(example.refusal) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    private static func run(
        _ corpus: [[UInt8]], seed: UInt64, _ known: [OnlyRefusedHere], _ compare: ([UInt8]) -> Comparison.Outcome
    ) {
        let reasons = Set(known.map(\.refusal))
        var mutator = Mutator(corpus, seed: seed)
        var accepted = 0
        for round in 0..<Effort.rounds(75_000) {
            let bytes = mutator.next()
            switch compare(bytes) {
            case .agreed(let isAccepted): accepted += isAccepted ? 1 : 0
            case .onlyOurs(let refusal):
                if reasons.contains(refusal) { continue }
                Issue.record("seed \(seed), round \(round): only we refuse, \(refusal): \(Violation.literal(bytes))")
                return
            case .differs(let how):
                Issue.record("seed \(seed), round \(round): \(Violation(rule: how, bytes: bytes))")
                return
            }
        }
        #expect(accepted > Effort.rounds(75_000) / 4, "mutations of seed \(seed) are too wild to test acceptance")
    }
}
