//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import NIOCore
import NIOPosix

/// Resolves one host for one dial and drops every address that the policy denies, so that NIO's happy eyeballs
/// (RFC 8305) can only dial what was judged.
final class EgressResolver: Resolver, Sendable {
    private let policy: EgressPolicy
    private let threads: NIOThreadPool
    private let loop: any EventLoop
    /// What was denied, for the error message.
    let denials: NIOLoopBoundBox<[AddressClass]>

    init(policy: EgressPolicy, threads: NIOThreadPool, loop: any EventLoop) {
        self.policy = policy
        self.threads = threads
        self.loop = loop
        self.denials = NIOLoopBoundBox([], eventLoop: loop)
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        self.query(host: host, port: port, family: AF_INET)
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        self.query(host: host, port: port, family: AF_INET6)
    }

    /// A `getaddrinfo` under way cannot be stopped; its answer is dropped.
    func cancelQueries() {}

    private func query(host: String, port: Int, family: Int32) -> EventLoopFuture<[SocketAddress]> {
        if let literal = try? SocketAddress(ipAddress: host, port: port) {
            let isAsked = literal.protocol == (family == AF_INET ? .inet : .inet6)
            return self.loop.makeSucceededFuture(isAsked ? self.allowed([literal], host: host, port: port) : [])
        }
        let lookup = self.threads.runIfActive(eventLoop: self.loop) {
            NameService.addresses(of: host, port: port, family: family)
        }
        return lookup.map { self.allowed($0, host: host, port: port) }
    }

    private func allowed(_ addresses: [SocketAddress], host: String, port: Int) -> [SocketAddress] {
        addresses.filter { socketAddress in
            guard let address = IPAddress(socketAddress), let port = UInt16(exactly: port) else { return false }
            switch self.policy.verdict(host: host, port: port, address: address) {
            case .allowed: return true
            case .denied(let kind):
                self.denials.value.append(kind)
                return false
            }
        }
    }
}

/// `getaddrinfo`, which blocks: only for a thread that may.
private enum NameService {
    static func addresses(of host: String, port: Int, family: Int32) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = family
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let current = entry, addresses.count < 16 {
            if let name = Self.address(current.pointee) { addresses.append(name) }
            entry = current.pointee.ai_next
        }
        return addresses
    }

    private static func address(_ entry: addrinfo) -> SocketAddress? {
        guard let raw = entry.ai_addr else { return nil }
        if entry.ai_family == AF_INET {
            return raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
        }
        return raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
    }
}
