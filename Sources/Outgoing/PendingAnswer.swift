//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import NIOCore
internal import Synchronization

/// The one outcome of a request: whoever settles it first counts, and the channel is closed then.
final class PendingAnswer: Sendable {
    typealias Outcome = Result<OutgoingAnswer, OutgoingFailure>

    private struct State {
        var outcome: Outcome?
        var waiter: CheckedContinuation<Outcome, Never>?
        var channel: (any Channel)?
    }

    private let state = Mutex(State())

    var isSettled: Bool { self.state.withLock { $0.outcome != nil } }

    /// Takes over a channel; `false` when nobody waits any more, and then it is closed.
    func adopt(_ channel: any Channel) -> Bool {
        let isSettled = self.state.withLock { state in
            if state.outcome == nil { state.channel = channel }
            return state.outcome != nil
        }
        if isSettled { channel.close(promise: nil) }
        return !isSettled
    }

    func settle(_ outcome: Outcome) {
        let (waiter, channel) = self.state.withLock { state in
            guard state.outcome == nil else { return (CheckedContinuation<Outcome, Never>?.none, (any Channel)?.none) }
            state.outcome = outcome
            defer { state.waiter = nil }
            return (state.waiter, state.channel)
        }
        channel?.close(promise: nil)
        waiter?.resume(returning: outcome)
    }

    /// Called once.
    func wait(_ waiter: CheckedContinuation<Outcome, Never>) {
        let outcome = self.state.withLock { state in
            if state.outcome == nil { state.waiter = waiter }
            return state.outcome
        }
        if let outcome { waiter.resume(returning: outcome) }
    }
}
