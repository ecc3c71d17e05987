//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane

/// A cache, a store that answers when the test says so, and what the waiters were told.
final class CacheBench {
    struct Answer: Equatable {
        var version: Int
        /// `false` when the store could not be asked.
        var isKnown = true
        /// How long the answer may be used.
        var freshness = Duration.seconds(60)
    }

    /// What the store was asked, and may answer once.
    struct Question {
        let key: Int
        fileprivate let cache: Cache

        func answer(_ answer: Answer) { self.cache.arrived(self.key, answer) }
    }

    struct Arrival: Equatable {
        var tag: Int
        var isLoaded: Bool
    }

    typealias Cache = LoadingCache<Int, Answer, Int>

    /// Nothing was asked, or nobody told, where the test expects it.
    struct Nothing: Error {}

    /// In the order of time.
    private final class Ledger {
        var asked: [Int] = []
        var told: [Arrival] = []
    }

    private let cache: Cache
    private let ledger: Ledger

    init(capacity: Int = 8) {
        let ledger = Ledger()
        self.ledger = ledger
        self.cache = Cache(
            capacity: capacity, ask: { ledger.asked.append($0) },
            keep: { $0.isKnown ? ($0.version, $0.freshness) : nil })
    }

    var generation: UInt64 { self.cache.generation }

    func lookup(_ key: Int, after delay: Duration = .zero) -> Int? { self.cache.lookup(key, now: .now() + delay) }

    /// Loads; whoever waits is told apart by `tag`.
    func load(_ key: Int, tag: Int = 0, times: Int = 1) -> Int {
        let ledger = self.ledger
        return (0..<times).count { _ in
            self.cache.load(key) { ledger.told.append(Arrival(tag: tag, isLoaded: $0 == .loaded)) }
        }
    }

    func forget(_ key: Int, version: Int) { self.cache.forget(key) { $0 >= version } }

    /// The next thing the store is asked.
    func question() throws -> Question {
        guard !self.ledger.asked.isEmpty else { throw Nothing() }
        return Question(key: self.ledger.asked.removeFirst(), cache: self.cache)
    }

    func arrivals(_ count: Int = 1) throws -> [Arrival] {
        guard self.ledger.told.count >= count else { throw Nothing() }
        defer { self.ledger.told.removeFirst(count) }
        return Array(self.ledger.told.prefix(count))
    }

    func arrival() throws -> Arrival {
        guard let arrival = try self.arrivals().first else { throw Nothing() }
        return arrival
    }

    /// Nobody is asked or told anything that the test does not know of.
    var isQuiet: Bool { self.ledger.asked.isEmpty && self.ledger.told.isEmpty }

    /// Loads a key to its end.
    func fill(_ key: Int, _ answer: Answer) throws {
        _ = self.load(key)
        try self.question().answer(answer)
        _ = try self.arrival()
    }
}
