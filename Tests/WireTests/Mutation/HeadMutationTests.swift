//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// 800,000 mutated heads; the invariants are `HeadInvariants`'.
@Suite struct HeadMutationTests {
    @Test(arguments: [11, 12, 13] as [UInt64])
    func mutatedRequestsKeepEveryInvariant(seed: UInt64) throws {
        let accepted = try Self.run(.request, Corpus.requests, seed: seed, rounds: 120_000)

        #expect(accepted > Effort.rounds(120_000) / 10, "mutations of seed \(seed) are too wild to test acceptance")
    }

    @Test(arguments: [21, 22] as [UInt64])
    func mutatedResponsesKeepEveryInvariant(seed: UInt64) throws {
        let accepted = try Self.run(.response, Corpus.responses, seed: seed, rounds: 120_000)

        #expect(accepted > Effort.rounds(120_000) / 10, "mutations of seed \(seed) are too wild to test acceptance")
    }

    @Test func mutatedResponsesToHeadKeepEveryInvariant() throws {
        _ = try Self.run(.responseToHead, Corpus.responses, seed: 31, rounds: 100_000)
    }

    /// Small limits, so that mutations meet them often.
    @Test func mutatedRequestsKeepEveryInvariantAtTheLimits() throws {
        let limits = HeadLimits(maxHeadBytes: 90, maxFields: 3)
        _ = try Self.run(.request, Corpus.requests, seed: 41, rounds: 100_000, limits)
    }

    /// How many of the mutated heads were accepted.
    private static func run(
        _ kind: HeadReader.Kind, _ corpus: [[UInt8]], seed: UInt64, rounds: Int, _ limits: HeadLimits = HeadLimits()
    ) throws -> Int {
        var mutator = Mutator(corpus, seed: seed)
        var invariants = HeadInvariants(kind, limits: limits)
        var accepted = 0
        for round in 0..<Effort.rounds(rounds) {
            let bytes = mutator.next()
            do {
                let reading = try invariants.check(bytes, splits: 12, &mutator.random)
                if case .complete = reading { accepted += 1 }
            } catch {
                Issue.record("seed \(seed), round \(round): \(error)")
                return accepted
            }
        }
        return accepted
    }
}
