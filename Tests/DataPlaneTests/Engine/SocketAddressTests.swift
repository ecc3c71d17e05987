//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Egress
import Glibc
import TestSupport
import Testing

/// To the kernel's form and back.
@Suite
struct SocketAddressTests {
    @Test(arguments: ["0.0.0.0", "127.0.0.1", "255.255.255.255", "1.2.3.4", "::", "::1", "2001:db8::ff00:42:8329"])
    func anAddressComesBackAsItWas(literal: String) throws {
        let ip = try #require(IPAddress(literal: literal))
        for port in [0, 1, 80, 0x1234, 65535] as [UInt16] {
            let address = SocketAddress(ip, port: port)
            let copy = address.withSockaddr { raw, size in
                #expect(Int(size) == (ip.bytes.count == 4 ? 16 : 28))
                return SocketAddress(raw)
            }

            #expect(copy == address)
            #expect(copy?.ipAddress == ip)
            #expect(copy?.port == port)
            #expect(address.family == (ip.bytes.count == 4 ? AF_INET : AF_INET6))
        }
    }

    @Test
    func randomAddressesComeBack() throws {
        var random = Seeded(7)
        for _ in 0..<2_000 {
            let bytes = (0..<(random.once(in: 2) ? 4 : 16)).map { _ in UInt8(random.below(256)) }
            let address = SocketAddress(try #require(IPAddress(bytes: bytes)), port: UInt16(random.below(65536)))
            #expect(address.withSockaddr { raw, _ in SocketAddress(raw) } == address)
        }
    }

    /// The kernel's limit is 108 bytes with the zero behind them.
    @Test
    func aPathThatDoesNotFitIsNone() {
        #expect(SocketAddress(unixPath: "") == nil)
        #expect(SocketAddress(unixPath: String(repeating: "a", count: 108)) == nil)
        #expect(SocketAddress(unixPath: String(repeating: "é", count: 54)) == nil)
        let longest = SocketAddress(unixPath: String(repeating: "a", count: 107))

        #expect(longest?.family == AF_UNIX)
        #expect(longest?.port == nil)
        #expect(longest?.ipAddress == nil)
    }

    @Test
    func whatIsNoIPAddressIsNone() throws {
        let path = try #require(SocketAddress(unixPath: "/tmp/x"))

        #expect(path.withSockaddr { raw, _ in SocketAddress(raw) } == nil)
        #expect(SocketAddress(of: -1, by: { getsockname($0, $1, $2) }) == nil)
    }
}
