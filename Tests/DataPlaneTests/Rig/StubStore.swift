//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Synchronization

/// A control plane of the tests: answers what it is told to, at once or when it is let go.
final class StubStore: SnapshotSource {
    private struct State {
        var connections: [ConnectionID: SnapshotAnswer] = [:]
        var callers: [KeyDigest: CallerAnswer] = [:]
        var isHeld = false
        /// Whether a held question has read the store before it waits.
        var readsFirst = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var connectionQuestions = 0
        var callerQuestions = 0
        var refreshAnswer = RefreshAnswer.unavailable
        /// What the store holds of a connection once a refresh was answered.
        var renewed: SnapshotAnswer?
        var refreshQuestions: [UInt64] = []
        var isRefreshHeld = false
        var waitingRefreshes: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var connectionQuestions: Int { self.state.withLock { $0.connectionQuestions } }
    var callerQuestions: Int { self.state.withLock { $0.callerQuestions } }

    func set(_ id: ConnectionID, _ answer: SnapshotAnswer) { self.state.withLock { $0.connections[id] = answer } }

    func set(_ key: String, _ answer: CallerAnswer) {
        guard let digest = Self.digest(Array(key.utf8)) else { return }
        self.state.withLock { $0.callers[digest] = answer }
    }

    /// From now on questions wait; a slow store may have read its rows before it waits.
    func hold(answeringWithWhatIsThere readsFirst: Bool = false) {
        self.state.withLock {
            $0.isHeld = true
            $0.readsFirst = readsFirst
        }
    }

    /// Answers every question that waits, and the next ones at once.
    func letGo() {
        let waiting = self.state.withLock { state in
            state.isHeld = false
            state.readsFirst = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for question in waiting { question.resume() }
    }

    /// What is said to who asks for a fresh credential; while `isHeld`, not before `letRefreshesGo`.
    func answerRefreshes(_ answer: RefreshAnswer, renewed: SnapshotAnswer? = nil, isHeld: Bool = false) {
        self.state.withLock {
            $0.refreshAnswer = answer
            $0.renewed = renewed
            $0.isRefreshHeld = isHeld
        }
    }

    func letRefreshesGo() {
        let waiting = self.state.withLock { state in
            state.isRefreshHeld = false
            defer { state.waitingRefreshes = [] }
            return state.waitingRefreshes
        }
        for question in waiting { question.resume() }
    }

    /// The versions that were said to be refused, in order.
    var refreshQuestions: [UInt64] { self.state.withLock { $0.refreshQuestions } }

    func refresh(_ id: ConnectionID, refused version: UInt64) async -> RefreshAnswer {
        await withCheckedContinuation { continuation in
            let isHeld = self.state.withLock { state in
                state.refreshQuestions.append(version)
                if state.isRefreshHeld { state.waitingRefreshes.append(continuation) }
                return state.isRefreshHeld
            }
            if !isHeld { continuation.resume() }
        }
        return self.state.withLock { state in
            if let renewed = state.renewed { state.connections[id] = renewed }
            return state.refreshAnswer
        }
    }

    func snapshot(for id: ConnectionID) async -> SnapshotAnswer {
        let (read, readsFirst) = self.state.withLock { state in
            state.connectionQuestions += 1
            return (state.connections[id] ?? .unknown, state.readsFirst)
        }
        await self.wait()
        return readsFirst ? read : self.state.withLock { $0.connections[id] ?? .unknown }
    }

    func caller(for digest: KeyDigest) async -> CallerAnswer {
        self.state.withLock { $0.callerQuestions += 1 }
        await self.wait()
        return self.state.withLock { $0.callers[digest] ?? .unknown }
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isHeld = self.state.withLock { state in
                if state.isHeld { state.waiting.append(continuation) }
                return state.isHeld
            }
            if !isHeld { continuation.resume() }
        }
    }

    /// No secret is kept in tests: the bytes themselves, cut or filled up to the size of a digest.
    static func digest(_ key: [UInt8]) -> KeyDigest? {
        KeyDigest(bytes: (key + [UInt8](repeating: 0, count: 32)).prefix(32))
    }
}
