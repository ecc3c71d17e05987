//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Dispatch
internal import Egress
internal import Synchronization

/// Looks names up on threads of the system, since resolvers block: a few at a time, one thread a name.
///
/// A name whose servers are silent holds one thread, however many requests want it, and delays no other's.
final class NameLookups: Sendable {
    typealias Answer = @Sendable ([IPAddress]) -> Void

    private struct State {
        var active = 0
        /// Names without a thread yet, in the order in which they were asked for.
        var queued: [String] = []
        /// Who waits for each name that is queued or being looked up.
        var waiting: [String: [Answer]] = [:]
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "passthrough.outgoing-names", attributes: .concurrent)
    private let lookUp: @Sendable (String) -> [IPAddress]

    private static let mostActive = 16

    /// `lookUp` may block.
    init(lookUp: @escaping @Sendable (String) -> [IPAddress]) { self.lookUp = lookUp }

    /// Calls `answer` on some thread, which it may block.
    func addresses(of host: String, answer: @escaping Answer) {
        let mayStart = self.state.withLock { state in
            state.waiting[host, default: []].append(answer)
            guard state.waiting[host]?.count == 1 else { return false }
            guard state.active < Self.mostActive else {
                state.queued.append(host)
                return false
            }
            state.active += 1
            return true
        }
        if mayStart { self.start(host) }
    }

    private func start(_ host: String) {
        self.queue.async {
            let found = self.lookUp(host)
            let (answers, next) = self.state.withLock { state in
                let next = state.queued.isEmpty ? nil : state.queued.removeFirst()
                if next == nil { state.active -= 1 }
                return (state.waiting.removeValue(forKey: host) ?? [], next)
            }
            if let next { self.start(next) }
            for answer in answers { answer(found) }
        }
    }
}
