//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Testing

/// The numbered invariants of `LoadingCache`.
@Suite(.timeLimit(.minutes(1)))
struct LoadingCacheTests {
    typealias Answer = CacheBench.Answer

    /// Invariant 1.
    @Test
    func tenThousandMissesMakeOneLoad() throws {
        let bench = CacheBench()
        #expect(bench.load(1, times: 10_000) == 10_000)

        try bench.question().answer(Answer(version: 7))
        #expect(try bench.arrivals(10_000).allSatisfy(\.isLoaded))

        #expect(bench.isQuiet)
        #expect(bench.lookup(1) == 7)
    }

    /// Invariant 1: the number is bounded.
    @Test
    func whoComesTooLateToWaitIsTurnedAway() throws {
        let bench = CacheBench()

        #expect(bench.load(1, times: 20_001) == 20_000)
    }

    /// Invariant 2.
    @Test
    func aLoadThatAForgetOvertookIsRepeated() throws {
        let bench = CacheBench()
        _ = bench.load(1)
        let first = try bench.question()
        bench.forget(1, version: 2)
        first.answer(Answer(version: 1))

        let second = try bench.question()
        #expect(bench.lookup(1) == nil)
        second.answer(Answer(version: 2))

        #expect(try bench.arrival() == .init(tag: 0, isLoaded: true))
        #expect(bench.lookup(1) == 2)
    }

    /// Invariant 2, again and again: each forget costs the load that ran, never more.
    @Test
    func everyForgetRepeatsTheLoadOnce() throws {
        let bench = CacheBench()
        _ = bench.load(1)
        for version in 1...20 {
            let question = try bench.question()
            bench.forget(1, version: version)
            bench.forget(1, version: version)
            question.answer(Answer(version: version - 1))
        }
        try bench.question().answer(Answer(version: 20))

        #expect(try bench.arrival().isLoaded)
        #expect(bench.lookup(1) == 20)
    }

    @Test(arguments: [(1, 2, false), (2, 2, true), (3, 2, true)])
    func anAnswerAsNewAsTheChangeStays(held: Int, changed: Int, stays: Bool) throws {
        let bench = CacheBench()
        try bench.fill(1, Answer(version: held))

        bench.forget(1, version: changed)

        #expect(bench.lookup(1) == (stays ? held : nil))
    }

    /// Invariant 3.
    @Test
    func anAnswerIsUsedAsLongAsItIsFreshAndNoLonger() throws {
        let bench = CacheBench()
        try bench.fill(1, Answer(version: 1, freshness: .seconds(3600)))
        try bench.fill(2, Answer(version: 1, freshness: .nanoseconds(0)))

        #expect(bench.lookup(1, after: .seconds(3000)) == 1)
        #expect(bench.lookup(1, after: .seconds(3600)) == nil)
        #expect(bench.lookup(2) == nil)
    }

    @Test
    func aStaleAnswerIsLoadedAgain() throws {
        let bench = CacheBench()
        try bench.fill(1, Answer(version: 1, freshness: .nanoseconds(0)))
        try bench.fill(1, Answer(version: 2))

        #expect(bench.lookup(1) == 2)
    }

    /// What is not known is not kept, and the next one asks again.
    @Test
    func aStoreThatCannotBeAskedLeavesNothingBehind() throws {
        let bench = CacheBench()
        _ = bench.load(1, times: 3)
        try bench.question().answer(Answer(version: 0, isKnown: false))
        for _ in 0..<3 { #expect(try !bench.arrival().isLoaded) }
        #expect(bench.lookup(1) == nil)

        try bench.fill(1, Answer(version: 5))

        #expect(bench.lookup(1) == 5)
    }

    /// Invariant 4.
    @Test
    func beyondTheCapacityAnAnswerMakesRoom() throws {
        let bench = CacheBench(capacity: 4)
        for key in 0..<20 { try bench.fill(key, Answer(version: key)) }

        var held: [Int] = []
        for key in 0..<20 where bench.lookup(key) == key { held.append(key) }

        #expect(held.count == 4)
        #expect(held.contains(19))
    }

    /// Invariant 4: who waits for a load is never forgotten.
    @Test
    func noLoadMakesRoom() throws {
        let bench = CacheBench(capacity: 2)
        _ = bench.load(1, tag: 1)
        let waiting = try bench.question()
        for key in 2..<20 { try bench.fill(key, Answer(version: key)) }
        waiting.answer(Answer(version: 1))

        #expect(try bench.arrival() == .init(tag: 1, isLoaded: true))
        #expect(bench.lookup(1) == 1)
    }

    /// A store that hangs must not make the cache grow without end.
    @Test
    func noMoreLoadsAreUnderWayThanThereIsRoomFor() throws {
        let bench = CacheBench(capacity: 4)
        var taken = 0
        for key in 0..<10 { taken += bench.load(key) }
        #expect(taken == 4)

        for _ in 0..<4 { try bench.question().answer(Answer(version: 1)) }
        for _ in 0..<4 { _ = try bench.arrival() }

        #expect(bench.load(9) == 1)
    }

    @Test
    func everyForgetIsANewGeneration() throws {
        let bench = CacheBench()
        let before = bench.generation
        bench.forget(1, version: 1)
        bench.forget(2, version: 1)

        #expect(bench.generation == before + 2)
    }
}
