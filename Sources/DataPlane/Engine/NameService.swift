//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Glibc
import Synchronization

/// Resolves names on threads of the system, since `getaddrinfo` blocks: a few at a time, the others wait.
package final class NameService: Sendable {
    private struct State {
        var active = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "passthrough.names", attributes: .concurrent)

    private static var mostActive: Int { 8 }
    private static var mostAddresses: Int { 16 }

    package init() {}

    /// Calls `done` on some thread with the addresses of `host`, in the system's order; none when it has none.
    package func resolve(host: String, port: UInt16, done: @escaping @Sendable ([SocketAddress]) -> Void) {
        let work: @Sendable () -> Void = {
            done(Self.addresses(of: host, port: port))
            self.next()
        }
        let startsNow = self.state.withLock { state in
            guard state.active < Self.mostActive else {
                state.waiting.append(work)
                return false
            }
            state.active += 1
            return true
        }
        if startsNow { self.queue.async(execute: work) }
    }

    private func next() {
        let work = self.state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.waiting.isEmpty else {
                state.active -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        if let work = work { self.queue.async(execute: work) }
    }

    /// Blocks.
    static func addresses(of host: String, port: UInt16, isListener: Bool = false) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = isListener ? AI_PASSIVE : 0
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let current = entry, addresses.count < Self.mostAddresses {
            if let raw = current.pointee.ai_addr, let address = SocketAddress(raw) { addresses.append(address) }
            entry = current.pointee.ai_next
        }
        return addresses
    }
}
