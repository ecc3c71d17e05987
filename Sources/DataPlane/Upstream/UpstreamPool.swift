//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What two requests must have in common to share a channel; compared by value, never by a hash alone.
///
/// The workspace is part of it: a channel that got out of step must not cross tenants (DESIGN section 5).
package struct PoolKey: Hashable {
    enum Place: Hashable {
        /// The host is also the TLS server name.
        case vendor(scheme: UpstreamBase.Scheme, host: String, port: UInt16, workspace: WorkspaceID)
        case control(path: String)
    }

    var place: Place

    package init(_ base: UpstreamBase, workspace: WorkspaceID) {
        self.place = .vendor(scheme: base.scheme, host: base.host, port: base.port, workspace: workspace)
    }

    init(controlSocketPath: String) { self.place = .control(path: controlSocketPath) }
}

/// The idle channels to one place, and how many there are in all.
///
/// 1. A channel is in `idle` only while no exchange uses it and nothing unasked was read from it.
/// 2. `open` counts dials under way and channels that are connected.
/// 3. Who finds no channel, and room for none, waits in order; nobody who comes later is served before.
package final class UpstreamPool {
    let key: PoolKey
    private var idle: [UpstreamHandler] = []
    @exclusivity(unchecked) private(set) var open = 0
    private let mostOpen: Int
    private let mostWaiting: Int
    private var waiters: [(UpstreamHandler?) -> Void] = []
    private var firstWaiter = 0

    package init(key: PoolKey, mostOpen: Int = 4096, mostWaiting: Int = 20_000) {
        self.key = key
        self.mostOpen = mostOpen
        self.mostWaiting = mostWaiting
    }

    var isEmpty: Bool { self.open == 0 }

    /// The channel that was used last: the one least likely to have been closed by the vendor.
    func lease() -> UpstreamHandler? { self.idle.popLast() }

    var hasWaiters: Bool { self.firstWaiter < self.waiters.count }

    /// Waits for a channel; `proceed` is given one, or `nil` when one was reserved that has to be dialled.
    ///
    /// False when too many wait already.
    func wait(_ proceed: @escaping (UpstreamHandler?) -> Void) -> Bool {
        guard self.waiters.count - self.firstWaiter < self.mostWaiting else { return false }
        self.waiters.append(proceed)
        return true
    }

    /// Serves who waits, as far as there are channels.
    func serveWaiters() {
        while self.hasWaiters {
            let upstream = self.lease()
            guard upstream != nil || self.reserve() else { return }
            let proceed = self.waiters[self.firstWaiter]
            self.firstWaiter += 1
            if !self.hasWaiters {
                self.waiters = []
                self.firstWaiter = 0
            }
            proceed(upstream)
        }
    }

    /// Takes a channel back after a complete, verified response.
    func giveBack(_ upstream: UpstreamHandler) { self.idle.append(upstream) }

    /// Whether another channel may be dialled; if so the dial counts until `release`.
    func reserve() -> Bool {
        guard self.open < self.mostOpen else { return false }
        self.open += 1
        return true
    }

    /// A channel was connected.
    func connected() { self.open += 1 }

    /// A dial has ended, or a channel has closed.
    func release() { self.open -= 1 }

    func removeIdle(_ upstream: UpstreamHandler) {
        if let index = self.idle.lastIndex(where: { $0 === upstream }) { self.idle.remove(at: index) }
    }

    /// Channels that have been idle since before `tick`, to be closed; the oldest come first.
    func idleBefore(_ tick: UInt64) -> [UpstreamHandler] {
        var old: [UpstreamHandler] = []
        for upstream in self.idle {
            guard upstream.idleSince < tick else { break }
            old.append(upstream)
        }
        return old
    }

    func allIdle() -> [UpstreamHandler] { self.idle }
}
