//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A shard's answers by key: ready, or being loaded through the one asynchronous door (DESIGN section 1).
///
/// 1. At most one load a key is under way; whoever comes meanwhile waits for it, in bounded number.
/// 2. A load during which `forget` came is thrown away and repeated.
/// 3. An answer is used no longer than `keep` says, so a lost `forget` is never stale for longer.
/// 4. At most `capacity` answers and loads are held; beyond that any other answer makes room, a load never.
package final class LoadingCache<Key: Hashable & Sendable, Answer: Sendable, Value> {
    private enum Entry {
        case ready(Value, until: Moment)
        case loading(Load)

        var isLoading: Bool {
            if case .loading = self { return true }
            return false
        }
    }

    private final class Load {
        var waiters: [(LoadingArrival) -> Void] = []
        var isStale = false
    }

    private let capacity: Int
    private let ask: (Key) -> Void
    private let keep: (Answer) -> (Value, Duration)?
    private var entries: [Key: Entry] = [:]
    /// Grows with every `forget`, so that what a channel remembers of an answer can be told to be old.
    @exclusivity(unchecked) package private(set) var generation: UInt64 = 0
    @exclusivity(unchecked) package private(set) var counters = LookupCounters()

    private static var mostWaiters: Int { 20_000 }

    /// Makes an empty cache.
    ///
    /// `ask` begins a load, whose answer is given to `arrived` later; `keep` turns an answer into what is kept and for how
    /// long, or `nil` when nothing is known.
    package init(
        capacity: Int, ask: @escaping (Key) -> Void,
        keep: @escaping (Answer) -> (Value, Duration)?
    ) {
        self.capacity = capacity
        self.ask = ask
        self.keep = keep
    }

    /// The answer, if one is here and fresh at `now`.
    package func lookup(_ key: Key, now: Moment) -> Value? {
        guard case .ready(let value, let until) = self.entries[key], now < until else {
            self.counters.misses &+= 1
            return nil
        }
        self.counters.hits &+= 1
        return value
    }

    /// Loads the key, or joins the load under way; `done` is called on the loop.
    ///
    /// Returns false, and never calls `done`, when too many wait already or too many loads are under way.
    package func load(_ key: Key, done: @escaping (LoadingArrival) -> Void) -> Bool {
        if case .loading(let load) = self.entries[key] {
            guard load.waiters.count < Self.mostWaiters else { return false }
            load.waiters.append(done)
            return true
        }
        guard self.makeRoom() else { return false }
        let load = Load()
        load.waiters.append(done)
        self.entries[key] = .loading(load)
        self.counters.loads &+= 1
        self.ask(key)
        return true
    }

    /// Drops the answer unless it `isNewer` than the change; a load under way is repeated.
    package func forget(_ key: Key, unless isNewer: (Value) -> Bool) {
        self.generation &+= 1
        switch self.entries[key] {
        case .loading(let load): load.isStale = true
        case .ready(let value, _): if !isNewer(value) { self.entries[key] = nil }
        case nil: break
        }
    }

    /// The answer to what was asked.
    package func arrived(_ key: Key, _ answer: Answer) {
        guard case .loading(let load) = self.entries[key] else { return }
        guard !load.isStale else {
            load.isStale = false
            self.counters.loads &+= 1
            return self.ask(key)
        }
        if let (value, freshness) = self.keep(answer) {
            self.entries[key] = .ready(value, until: Moment.now() + freshness)
            for waiter in load.waiters { waiter(.loaded) }
        } else {
            self.entries[key] = nil
            for waiter in load.waiters { waiter(.unavailable) }
        }
    }

    /// False when everything that is held is a load.
    private func makeRoom() -> Bool {
        guard self.entries.count >= self.capacity else { return true }
        guard let victim = self.entries.first(where: { !$0.value.isLoading }) else { return false }
        self.entries[victim.key] = nil
        return true
    }
}

/// What a waiter is told.
package enum LoadingArrival: Sendable {
    /// A look-up is worth repeating.
    case loaded
    /// The store could not be asked.
    case unavailable
}
