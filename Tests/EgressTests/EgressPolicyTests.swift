//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import Testing

/// Which addresses may be dialled, and what an operator's exceptions open (DESIGN section 7).
@Suite
struct EgressPolicyTests {
    static func verdict(
        _ exceptions: [String], host: String = "crm.internal", port: UInt16 = 8443, _ address: String
    ) throws -> EgressPolicy.Verdict {
        let policy = EgressPolicy(exceptions: try exceptions.map { try EgressException(parsing: $0) })
        return policy.verdict(host: host, port: port, address: try #require(IPAddress(literal: address)))
    }

    @Test(arguments: [
        ("127.0.0.1", AddressClass.loopback), ("10.0.0.1", .private), ("::1", .loopback), ("fd00::1", .uniqueLocal),
        ("100.64.0.1", .carrierNAT), ("224.0.0.1", .multicast), ("0.0.0.0", .unspecified), ("::", .unspecified),
        ("192.0.2.1", .reserved), ("::ffff:127.0.0.1", .embedded), ("169.254.169.254", .metadata),
        ("fe80::1", .linkLocal),
    ])
    func nothingButTheGlobalIsAllowed(address: String, kind: AddressClass) throws {
        #expect(try Self.verdict([], address) == .denied(kind))
        #expect(try Self.verdict([], "8.8.8.8") == .allowed)
    }

    @Test(arguments: [
        ("crm.internal:8443", "10.0.0.1"), ("CRM.Internal:8443", "10.0.0.1"), ("crm.internal.:8443", "127.0.0.1"),
        ("10.0.0.1:8443", "10.0.0.1"), ("10.0.0.0/8:8443", "10.255.255.255"), ("0.0.0.0/0:8443", "192.168.0.1"),
        ("10.1.2.3/31:8443", "10.1.2.2"), ("10.0.0.1/32:8443", "10.0.0.1"), ("[::1]:8443", "::1"),
        ("[fd00::]/8:8443", "fd12::1"), ("[fd00::/8]:8443", "fd12::1"), ("[::]/0:8443", "::1"),
        ("[::ffff:10.0.0.0]/104:8443", "::ffff:10.1.1.1"),
    ])
    func anExceptionOpensItsPlace(exception: String, address: String) throws {
        #expect(try Self.verdict([exception], address) == .allowed)
        #expect(try Self.verdict(["other.internal:1", exception], address) == .allowed)
    }

    @Test(arguments: [
        ("crm.internal:8444", "10.0.0.1"), ("other.internal:8443", "10.0.0.1"), ("internal:8443", "10.0.0.1"),
        ("xcrm.internal:8443", "10.0.0.1"), ("10.0.0.1:8443", "10.0.0.2"), ("10.0.0.0/9:8443", "10.128.0.0"),
        ("10.1.2.3/31:8443", "10.1.2.4"), ("10.0.0.0/8:443", "10.0.0.1"), ("10.0.0.1:8443", "::ffff:10.0.0.1"),
        ("[::ffff:10.0.0.1]:8443", "10.0.0.1"), ("0.0.0.0/0:8443", "::1"), ("[::]/0:8443", "127.0.0.1"),
        ("[fd00::]/8:8443", "fc00::1"), ("127.0.0.1:8443", "127.0.0.2"),
    ])
    func anExceptionOpensNothingElse(exception: String, address: String) throws {
        #expect(try Self.verdict([exception], address) != .allowed)
    }

    /// Whoever controls a name that is excepted must not reach what lives on the link.
    @Test(arguments: [
        "169.254.169.254", "169.254.1.1", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fe80::1",
        "fd00:ec2::254", "fd20:ce::254", "::ffff:169.254.169.254", "::ffff:169.254.1.1", "64:ff9b::169.254.1.1",
        "2002:a9fe:101::1", "::169.254.1.1", "64:ff9b:1::169.254.169.254",
    ])
    func noExceptionOpensTheLinkOrMetadata(address: String) throws {
        let exceptions = [
            "crm.internal:8443", "0.0.0.0/0:8443", "[::]/0:8443",
            address.contains(":") ? "[\(address)]:8443" : "\(address):8443",
        ]

        #expect(try Self.verdict(exceptions, address) != .allowed)
        #expect(try Self.verdict(exceptions, host: address, address) != .allowed)
    }

    @Test(arguments: [
        "", ":", ":80", "host", "host:", "host:0", "host:65536", "host:-1", "host:+80", "host: 80", "host:80 ",
        " host:80", "host:8o",
        "ho st:80", "host/8:80", "host:80/8", "10.0.0.0/33:80", "10.0.0.0/-1:80", "10.0.0.0/:80", "10.0.0.0/+8:80",
        "10.0.0.0/8/8:80",
        "10.0.0.0/a:80", "[::1]/129:80", "[::1:80", "::1:80", "::1]:80", "[::1]x:80", "[]:80", "[host]x:80",
        "http://host:80", "host:80:80",
        "*.host:80", "*:80", "host\n:80", "hôst:80", "user@host:80", "host#:80", "host?:80", "host\\:80", "..:80",
        ".:80", "a..b:80",
        ".host:80",
    ])
    func whatIsNoExceptionIsRefused(text: String) {
        #expect(throws: EgressException.Malformed.self) { try EgressException(parsing: text) }
    }

    @Test
    func aRefusalQuotesWhatWasWrong() {
        let error = #expect(throws: EgressException.Malformed.self) { try EgressException(parsing: "host") }

        #expect(error?.description.hasPrefix("'host' is not HOST-OR-CIDR:PORT") == true)
    }
}
