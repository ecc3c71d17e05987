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
            if let raw = current.pointee.ai_addr, let address = Self.address(raw, current.pointee.ai_family),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            entry = current.pointee.ai_next
        }
        return addresses
    }

    /// `sockaddr_in` has the address at byte 4, `sockaddr_in6` at byte 8 (RFC 3493 section 3.3).
    ///
    /// Read by place and not by member: which module those members belong to depends on how the build goes.
    private static func address(_ raw: UnsafeMutablePointer<sockaddr>, _ family: Int32) -> IPAddress? {
        let (start, count): (Int, Int)
        switch family {
        case AF_INET: (start, count) = (4, 4)
        case AF_INET6: (start, count) = (8, 16)
        default: return nil
        }
        return IPAddress(bytes: Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(raw) + start, count: count)))
    }
}
