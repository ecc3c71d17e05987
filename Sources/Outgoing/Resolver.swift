//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Egress
internal import Glibc

/// The addresses of a name, as the system's resolver gives them.
enum Resolver {
    private static let mostAddresses = 16

    /// Blocks, maybe for many seconds.
    static func addresses(of host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var entry = list
        while let current = entry, addresses.count < Self.mostAddresses {
            if let raw = current.pointee.ai_addr, let address = Self.address(raw), !addresses.contains(address) {
                addresses.append(address)
            }
            entry = current.pointee.ai_next
        }
        return addresses
    }

    private static func address(_ raw: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        switch Int32(raw.pointee.sa_family) {
        case AF_INET:
            return raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { inner in
                withUnsafeBytes(of: inner.pointee.sin_addr) { IPAddress(bytes: Array($0)) }
            }
        case AF_INET6:
            return raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { inner in
                withUnsafeBytes(of: inner.pointee.sin6_addr) { IPAddress(bytes: Array($0)) }
            }
        default: return nil
        }
    }
}
