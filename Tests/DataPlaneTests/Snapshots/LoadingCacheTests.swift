//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import NIOCore
import Testing

/// The numbered invariants of `LoadingCache`.
@Suite(.timeLimit(.minutes(1)))
struct LoadingCacheTests {
    typealias Answer = CacheBench.Answer

    /// Invariant 1.
    @Test
    func tenThousandMissesMakeOneLoad() async throws {
        let bench = try await CacheBench()
        #expect(try await bench.load(1, times: 10_000) == 10_000)

        try await bench.question().answer(Answer(version: 7))
        for _ in 0..<10_000 { #expect(try await bench.arrival().isLoaded) }

        // Were there a second question it would be this one.
        _ = try await bench.load(2)
        #expect(try await bench.question().key == 2)
        #expect(try await bench.lookup(1) == 7)
    }

    /// Invariant 1: the number is bounded.
    @Test
    func whoComesTooLateToWaitIsTurnedAway() async throws {
        let bench = try await CacheBench()

        #expect(try await bench.load(1, times: 20_001) == 20_000)
    }

    /// Invariant 2.
    @Test
    func aLoadThatAForgetOvertookIsRepeated() async throws {
        let bench = try await CacheBench()
        _ = try await bench.load(1)
        let first = try await bench.question()
        try await bench.forget(1, version: 2)
        first.answer(Answer(version: 1))

        let second = try await bench.question()
        #expect(try await bench.lookup(1) == nil)
        second.answer(Answer(version: 2))

        #expect(try await bench.arrival() == .init(tag: 0, isLoaded: true))
        #expect(try await bench.lookup(1) == 2)
    }

    /// Invariant 2, again and again: each forget costs the load that ran, never more.
    @Test
    func everyForgetRepeatsTheLoadOnce() async throws {
        let bench = try await CacheBench()
        _ = try await bench.load(1)
        for version in 1...20 {
            let question = try await bench.question()
            try await bench.forget(1, version: version)
            try await bench.forget(1, version: version)
            question.answer(Answer(version: version - 1))
        }
        try await bench.question().answer(Answer(version: 20))

        #expect(try await bench.arrival().isLoaded)
        #expect(try await bench.lookup(1) == 20)
    }

    @Test(arguments: [(1, 2, false), (2, 2, true), (3, 2, true)])
    func anAnswerAsNewAsTheChangeStays(held: Int, changed: Int, stays: Bool) async throws {
        let bench = try await CacheBench()
        try await bench.fill(1, Answer(version: held))

        try await bench.forget(1, version: changed)

        #expect(try await bench.lookup(1) == (stays ? held : nil))
    }

    /// Invariant 3.
    @Test
    func anAnswerIsUsedAsLongAsItIsFreshAndNoLonger() async throws {
        let bench = try await CacheBench()
        try await bench.fill(1, Answer(version: 1, freshness: .seconds(3600)))
        try await bench.fill(2, Answer(version: 1, freshness: .nanoseconds(0)))

        #expect(try await bench.lookup(1, after: .seconds(3000)) == 1)
        #expect(try await bench.lookup(1, after: .seconds(3600)) == nil)
        #expect(try await bench.lookup(2) == nil)
    }

    @Test
    func aStaleAnswerIsLoadedAgain() async throws {
        let bench = try await CacheBench()
        try await bench.fill(1, Answer(version: 1, freshness: .nanoseconds(0)))
        try await bench.fill(1, Answer(version: 2))

        #expect(try await bench.lookup(1) == 2)
    }

    /// What is not known is not kept, and the next one asks again.
    @Test
    func aStoreThatCannotBeAskedLeavesNothingBehind() async throws {
        let bench = try await CacheBench()
        _ = try await bench.load(1, times: 3)
        try await bench.question().answer(Answer(version: 0, isKnown: false))
        for _ in 0..<3 { #expect(try await !bench.arrival().isLoaded) }
        #expect(try await bench.lookup(1) == nil)

        try await bench.fill(1, Answer(version: 5))

        #expect(try await bench.lookup(1) == 5)
    }

    /// Invariant 4.
    @Test
    func beyondTheCapacityAnAnswerMakesRoom() async throws {
        let bench = try await CacheBench(capacity: 4)
        for key in 0..<20 { try await bench.fill(key, Answer(version: key)) }

        var held: [Int] = []
        for key in 0..<20 where try await bench.lookup(key) == key { held.append(key) }

        #expect(held.count == 4)
        #expect(held.contains(19))
    }

    /// Invariant 4: who waits for a load is never forgotten.
    @Test
    func noLoadMakesRoom() async throws {
        let bench = try await CacheBench(capacity: 2)
        _ = try await bench.load(1, tag: 1)
        let waiting = try await bench.question()
        for key in 2..<20 { try await bench.fill(key, Answer(version: key)) }
        waiting.answer(Answer(version: 1))

        #expect(try await bench.arrival() == .init(tag: 1, isLoaded: true))
        #expect(try await bench.lookup(1) == 1)
    }

    /// A store that hangs must not make the cache grow without end.
    @Test
    func noMoreLoadsAreUnderWayThanThereIsRoomFor() async throws {
        let bench = try await CacheBench(capacity: 4)
        var taken = 0
        for key in 0..<10 { taken += try await bench.load(key) }
        #expect(taken == 4)

        for _ in 0..<4 { try await bench.question().answer(Answer(version: 1)) }
        for _ in 0..<4 { _ = try await bench.arrival() }

        #expect(try await bench.load(9) == 1)
    }

    @Test
    func everyForgetIsANewGeneration() async throws {
        let bench = try await CacheBench()
        let before = try await bench.generation()
        try await bench.forget(1, version: 1)
        try await bench.forget(2, version: 1)

        #expect(try await bench.generation() == before + 2)
    }
}
