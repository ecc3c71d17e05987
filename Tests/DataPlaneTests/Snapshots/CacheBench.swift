//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import NIOCore
import NIOPosix
import Synchronization

/// A cache on a loop of its own, a store that answers when the test says so, and what the waiters were told.
final class CacheBench {
    struct Answer: Sendable, Equatable {
        var version: Int
        /// `false` when the store could not be asked.
        var isKnown = true
        /// How long the answer may be used.
        var freshness = TimeAmount.seconds(60)
    }

    /// What the store was asked; it waits for the answer, and gets none when the test is over.
    final class Question: Sendable {
        let key: Int
        private let reply: Mutex<CheckedContinuation<Answer, Never>?>

        init(key: Int, reply: CheckedContinuation<Answer, Never>) {
            self.key = key
            self.reply = Mutex(reply)
        }

        deinit { self.answer(Answer(version: 0, isKnown: false)) }

        func answer(_ answer: Answer) {
            self.reply.withLock { reply in
                reply?.resume(returning: answer)
                reply = nil
            }
        }
    }

    struct Arrival: Sendable, Equatable {
        var tag: Int
        var isLoaded: Bool
    }

    typealias Cache = LoadingCache<Int, Answer, Int>

    private let loop: any EventLoop
    private let cache: NIOLoopBound<Cache>
    private var questions: AsyncStream<Question>.Iterator
    private var arrivals: AsyncStream<Arrival>.Iterator
    private let arrived: AsyncStream<Arrival>.Continuation

    init(capacity: Int = 8) async throws {
        let (questions, asked) = AsyncStream.makeStream(of: Question.self)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Arrival.self)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        self.questions = questions.makeAsyncIterator()
        self.arrivals = arrivals.makeAsyncIterator()
        self.arrived = arrived
        self.cache = try await loop.submit {
            let cache = Cache(
                capacity: capacity, loop: loop,
                fetch: { key in
                    await withCheckedContinuation { asked.yield(Question(key: key, reply: $0)) }
                },
                keep: { $0.isKnown ? ($0.version, $0.freshness) : nil })
            return NIOLoopBound(cache, eventLoop: loop)
        }.get()
    }

    func lookup(_ key: Int, after delay: TimeAmount = .zero) async throws -> Int? {
        let cache = self.cache
        return try await self.loop.submit { cache.value.lookup(key, now: .now() + delay) }.get()
    }

    /// Loads; whoever waits is told apart by `tag`.
    func load(_ key: Int, tag: Int = 0, times: Int = 1) async throws -> Int {
        let (cache, arrived) = (self.cache, self.arrived)
        return try await self.loop.submit {
            (0..<times).count { _ in
                cache.value.load(key) { arrived.yield(Arrival(tag: tag, isLoaded: $0 == .loaded)) }
            }
        }.get()
    }

    func forget(_ key: Int, version: Int) async throws {
        let cache = self.cache
        try await self.loop.submit { cache.value.forget(key) { $0 >= version } }.get()
    }

    func generation() async throws -> UInt64 {
        let cache = self.cache
        return try await self.loop.submit { cache.value.generation }.get()
    }

    /// The next thing the store is asked.
    func question() async throws -> Question {
        guard let question = await self.questions.next() else { throw CancellationError() }
        return question
    }

    func arrival() async throws -> Arrival {
        guard let arrival = await self.arrivals.next() else { throw CancellationError() }
        return arrival
    }

    /// Loads a key to its end.
    func fill(_ key: Int, _ answer: Answer) async throws {
        _ = try await self.load(key)
        try await self.question().answer(answer)
        _ = try await self.arrival()
    }
}
