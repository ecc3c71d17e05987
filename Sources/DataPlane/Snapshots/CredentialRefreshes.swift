//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model

/// Questions for fresh credentials that are under way (CONTRACT 1.8).
///
/// 1. At most one question about a version of a connection is under way; who comes meanwhile waits for its answer.
/// 2. Who waits is told once, on the loop.
final class CredentialRefreshes {
    private struct Question: Hashable {
        var id: ConnectionID
        var version: UInt64
    }

    private let ask: (ConnectionID, UInt64) -> Void
    private var waiting: [Question: [(RefreshAnswer) -> Void]] = [:]

    private static var mostWaiters: Int { 20_000 }
    private static var mostQuestions: Int { 100_000 }

    /// `ask` begins a question, whose answer is given to `arrived` later.
    init(ask: @escaping (ConnectionID, UInt64) -> Void) { self.ask = ask }

    /// Says that the vendor refused that version, and waits for what comes of it.
    ///
    /// Returns false, and never calls `done`, when too many wait already.
    func ask(_ id: ConnectionID, refused version: UInt64, done: @escaping (RefreshAnswer) -> Void) -> Bool {
        let question = Question(id: id, version: version)
        if let count = self.waiting[question]?.count {
            guard count < Self.mostWaiters else { return false }
            self.waiting[question]?.append(done)
            return true
        }
        guard self.waiting.count < Self.mostQuestions else { return false }
        self.waiting[question] = [done]
        self.ask(id, version)
        return true
    }

    func arrived(_ id: ConnectionID, refused version: UInt64, _ answer: RefreshAnswer) {
        let waiters = self.waiting.removeValue(forKey: Question(id: id, version: version)) ?? []
        for waiter in waiters { waiter(answer) }
    }
}
