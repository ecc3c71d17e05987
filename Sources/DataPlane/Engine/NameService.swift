//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Glibc
import Synchronization

/// Resolves names on threads of the system, since `getaddrinfo` blocks: a few at a time, the others wait.
///
/// Whoever asks for a name that is being resolved already shares its answer: one whose servers are silent holds one
/// thread, however often it is asked for.
package final class NameService: Sendable {
    private struct Name: Hashable {
        let host: String
        let port: UInt16
    }

    private struct State {
        var active = 0
        /// In the order in which they were asked for.
        var waiting: [Name] = []
        /// Who asked for what is being resolved or waits for it.
        var asked: [Name: [@Sendable ([SocketAddress]) -> Void]] = [:]
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "passthrough.names", attributes: .concurrent)
    private let lookUp: @Sendable (String, UInt16) -> [SocketAddress]

    private static var mostActive: Int { 8 }
    private static var mostAddresses: Int { 16 }

    /// Makes a service without anything under way; `lookUp` may block.
    package init(
        lookUp: @escaping @Sendable (String, UInt16) -> [SocketAddress] = { NameService.addresses(of: $0, port: $1) }
    ) {
        self.lookUp = lookUp
    }

    /// Calls `done` on some thread with the addresses of `host`, in the system's order; none when it has none.
    package func resolve(host: String, port: UInt16, done: @escaping @Sendable ([SocketAddress]) -> Void) {
        let name = Name(host: host, port: port)
        let startsNow = self.state.withLock { state in
            state.asked[name, default: []].append(done)
            guard state.asked[name]?.count == 1 else { return false }
            guard state.active < Self.mostActive else {
                state.waiting.append(name)
                return false
            }
            state.active += 1
            return true
        }
        if startsNow { self.start(name) }
    }

    private func start(_ name: Name) {
        self.queue.async {
            let addresses = self.lookUp(name.host, name.port)
            let (asked, next) = self.state.withLock { state in
                let asked = state.asked.removeValue(forKey: name) ?? []
                if state.waiting.isEmpty { state.active -= 1 }
                return (asked, state.waiting.isEmpty ? nil : state.waiting.removeFirst())
            }
            if let next = next { self.start(next) }
            for done in asked { done(addresses) }
        }
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
