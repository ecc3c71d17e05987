//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform
package import Egress
package import Glibc

/// Where a channel leads, in the kernel's form.
package struct SocketAddress: Hashable {
    private enum Place: Hashable {
        case ip(IPAddress, port: UInt16)
        case unix(path: String)
    }

    private let place: Place

    package init(_ address: IPAddress, port: UInt16) { self.place = .ip(address, port: port) }

    /// `nil` for a path that does not fit (`sockaddr_un`, 107 bytes).
    package init?(unixPath path: String) {
        guard !path.isEmpty, path.utf8.count < 108 else { return nil }
        self.place = .unix(path: path)
    }

    package var ipAddress: IPAddress? {
        if case .ip(let address, _) = self.place { return address }
        return nil
    }

    package var port: UInt16? {
        if case .ip(_, let port) = self.place { return port }
        return nil
    }

    package var family: Int32 {
        switch self.place {
        case .ip(let address, _): address.bytes.count == 4 ? AF_INET : AF_INET6
        case .unix: AF_UNIX
        }
    }

    package func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch self.place {
        case .ip(let address, let port) where address.bytes.count == 4:
            var native = sockaddr_in()
            native.sin_family = sa_family_t(AF_INET)
            native.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &native.sin_addr) { $0.copyBytes(from: address.bytes) }
            return Self.with(&native, body)
        case .ip(let address, let port):
            var native = sockaddr_in6()
            native.sin6_family = sa_family_t(AF_INET6)
            native.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &native.sin6_addr) { $0.copyBytes(from: address.bytes) }
            return Self.with(&native, body)
        case .unix(let path):
            var native = sockaddr_un()
            native.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &native.sun_path) { $0.copyBytes(from: path.utf8) }
            return Self.with(&native, body)
        }
    }

    private static func with<Native, Result>(
        _ native: inout Native, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &native) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Native>.size))
            }
        }
    }

    /// The address in `raw`; `nil` for a family that is not IP.
    package init?(_ raw: UnsafePointer<sockaddr>) {
        let bytes = UnsafeRawPointer(raw)
        // `sockaddr_in` has the address at byte 4, `sockaddr_in6` at byte 8, both the port at 2 (RFC 3493 section 3.3).
        let (start, count): (Int, Int)
        switch Int32(raw.pointee.sa_family) {
        case AF_INET: (start, count) = (4, 4)
        case AF_INET6: (start, count) = (8, 16)
        default: return nil
        }
        let address = IPAddress(bytes: Array(UnsafeRawBufferPointer(start: bytes + start, count: count)))
        guard let address = address else { return nil }
        self.place = .ip(address, port: UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
    }

    /// Asks for a name of `descriptor`: `getpeername` or `getsockname`.
    package init?(
        of descriptor: Int32,
        by ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let found = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                ask(descriptor, raw, &size) == 0 ? SocketAddress(raw) : nil
            }
        }
        guard let found = found else { return nil }
        self = found
    }
}
