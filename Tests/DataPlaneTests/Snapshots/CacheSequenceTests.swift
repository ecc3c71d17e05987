//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// Random questions, answers and changes in any order: no answer older than a change is ever used.
@Suite(.timeLimit(.minutes(2)))
struct CacheSequenceTests {
    /// What the store holds, and the questions that were asked and wait.
    struct Truth {
        var versions = [Int](repeating: 1, count: 5)
        /// The version that each question under way has read, as a slow store reads before it answers.
        var underWay: [(question: CacheBench.Question, read: Int)] = []
        var waiters = [Int](repeating: 0, count: 5)
        var isStale = [Bool](repeating: false, count: 5)

        func isLoading(_ key: Int) -> Bool { self.underWay.contains { $0.question.key == key } }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func nothingOlderThanAChangeIsUsed(seed: UInt64) throws {
        let bench = CacheBench(capacity: 3 + Int(seed))
        var random = Seeded(seed)
        var truth = Truth()
        var hits = 0
        for _ in 0..<8_000 {
            let key = random.below(5)
            switch random.below(5) {
            case 0, 1:
                guard let value = bench.lookup(key) else { continue }
                try #require(value == truth.versions[key])
                hits += 1
            case 2:
                let isNew = !truth.isLoading(key)
                // With as many loads as there is room for, a new one is turned away.
                guard bench.load(key, tag: key) == 1 else { continue }
                truth.waiters[key] += 1
                if isNew { try Self.ask(bench, &truth) }
            case 3:
                truth.versions[key] += 1
                truth.isStale[key] = truth.isLoading(key)
                bench.forget(key, version: truth.versions[key])
            default: try Self.answer(bench, &truth, &random)
            }
        }

        #expect(hits > 100)
    }

    static func ask(_ bench: CacheBench, _ truth: inout Truth) throws {
        let question = try bench.question()
        try #require(!truth.isLoading(question.key), "two loads of one key")
        truth.underWay.append((question, truth.versions[question.key]))
    }

    /// Answers any question with what it had read, and sees that everybody who waited is told.
    static func answer(_ bench: CacheBench, _ truth: inout Truth, _ random: inout Seeded) throws {
        guard !truth.underWay.isEmpty else { return }
        let (question, read) = truth.underWay.remove(at: random.below(truth.underWay.count))
        let key = question.key
        let isKnown = !random.once(in: 4)
        question.answer(CacheBench.Answer(version: read, isKnown: isKnown))
        guard !truth.isStale[key] else {
            truth.isStale[key] = false
            return try Self.ask(bench, &truth)
        }
        for _ in 0..<truth.waiters[key] {
            try #require(try bench.arrival() == CacheBench.Arrival(tag: key, isLoaded: isKnown))
        }
        truth.waiters[key] = 0
    }
}
