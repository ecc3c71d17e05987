//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import TestSupport
import Testing

/// Every special-purpose range of the IANA registries: first, last and both neighbours.
@Suite
struct AddressClassTests {
    /// A range, its class, and the classes of the addresses before and after it.
    typealias Row = (first: String, last: String, kind: AddressClass, before: AddressClass?, after: AddressClass?)

    static let ranges4: [Row] = [
        ("0.0.0.1", "0.255.255.255", .reserved, .unspecified, .global),
        ("10.0.0.0", "10.255.255.255", .private, .global, .global),
        ("100.64.0.0", "100.127.255.255", .carrierNAT, .global, .global),
        ("127.0.0.0", "127.255.255.255", .loopback, .global, .global),
        ("169.254.0.0", "169.254.255.255", .linkLocal, .global, .global),
        ("172.16.0.0", "172.31.255.255", .private, .global, .global),
        ("192.0.0.0", "192.0.0.255", .reserved, .global, .global),
        ("192.0.2.0", "192.0.2.255", .reserved, .global, .global),
        ("192.88.99.0", "192.88.99.255", .reserved, .global, .global),
        ("192.168.0.0", "192.168.255.255", .private, .global, .global),
        ("198.18.0.0", "198.19.255.255", .reserved, .global, .global),
        ("198.51.100.0", "198.51.100.255", .reserved, .global, .global),
        ("203.0.113.0", "203.0.113.255", .reserved, .global, .global),
        ("224.0.0.0", "239.255.255.255", .multicast, .global, .reserved),
        ("240.0.0.0", "255.255.255.255", .reserved, .multicast, nil),
    ]

    static let ranges6: [Row] = [
        ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", .embedded, nil, nil),
        ("100::", "100::ffff:ffff:ffff:ffff", .reserved, .reserved, .reserved),
        ("100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", .reserved, .reserved, .reserved),
        ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .global, .global),
        ("2001:0:1::", "2001::ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .reserved, .reserved),
        ("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", .reserved, .reserved, .reserved),
        ("2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .reserved, .reserved),
        ("2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .reserved, .reserved),
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .global, .global),
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .global, .global),
        ("4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .global, .uniqueLocal),
        ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .reserved, .reserved),
        ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .uniqueLocal, .reserved, .reserved),
        ("fe00::", "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .uniqueLocal, .linkLocal),
        ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .linkLocal, .reserved, .reserved),
        ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved, .linkLocal, .multicast),
        ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .multicast, .reserved, nil),
    ]

    static func kind(_ literal: String) throws -> AddressClass {
        try #require(IPAddress(literal: literal), "\(literal)").classification
    }

    /// The address `step` away; `nil` beyond the first and the last.
    static func neighbour(_ literal: String, _ step: Int) throws -> AddressClass? {
        var bytes = try #require(IPAddress(literal: literal)).bytes
        for index in bytes.indices.reversed() {
            let (value, isCarried) =
                step > 0 ? bytes[index].addingReportingOverflow(1) : bytes[index].subtractingReportingOverflow(1)
            bytes[index] = value
            if !isCarried { return try #require(IPAddress(bytes: bytes)).classification }
        }
        return nil
    }

    @Test(arguments: ranges4 + ranges6)
    func rangesBeginAndEndWhereTheRegistrySays(row: Row) throws {
        #expect(try Self.kind(row.first) == row.kind)
        #expect(try Self.kind(row.last) == row.kind)
        if let before = row.before { #expect(try Self.neighbour(row.first, -1) == before) }
        if let after = row.after { #expect(try Self.neighbour(row.last, 1) == after) }
    }

    @Test(arguments: [
        "1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0",
        "192.0.3.0", "192.31.196.1", "192.52.193.1", "192.175.48.1", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "168.63.129.15",
        "168.63.129.17", "2000::", "2001:200::", "2001:4860:4860::8888", "2001:db7:ffff::", "2001:db9::", "2003::1",
        "2606:4700::1111", "2620:4f:8000::1", "2a00::1", "3ffe::1", "3fff:1000::",
    ])
    func theRestIsGlobal(literal: String) throws {
        #expect(try Self.kind(literal) == .global)
    }

    /// Where clouds hand out credentials; no exception opens these.
    @Test(arguments: [
        "169.254.169.254", "169.254.169.253", "169.254.170.2", "169.254.170.23", "168.63.129.16", "100.100.100.200",
        "192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe",
        "::169.254.169.254", "::ffff:0:169.254.169.254", "64:ff9b::169.254.169.254", "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::", "2002:a9fe:a9fe::1", "::ffff:100.100.100.200", "64:ff9b::168.63.129.16",
        "::ffff:169.254.170.2",
        "64:ff9b:1::169.254.169.254", "64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:a9fe:00a9:fe00:1234:5678",
    ])
    func metadata(literal: String) throws {
        #expect(try Self.kind(literal) == .metadata)
    }

    /// Link-local in any dress is link-local: no exception opens it either.
    @Test(arguments: [
        "169.254.1.1", "fe80::1", "fe80::a9fe:a9fe", "::ffff:169.254.1.1", "::169.254.1.1", "::ffff:0:169.254.1.1",
        "64:ff9b::169.254.1.1", "2002:a9fe:101::1", "64:ff9b:1::169.254.1.1",
    ])
    func linkLocal(literal: String) throws {
        #expect(try Self.kind(literal) == .linkLocal)
    }

    @Test(arguments: [
        "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:192.168.1.1", "::ffff:172.16.0.1",
        "::ffff:0.0.0.0",
        "::ffff:100.64.0.1", "::ffff:224.0.0.1", "::ffff:255.255.255.255", "::ffff:192.0.2.1", "::127.0.0.1",
        "::10.0.0.1",
        "::ffff:0:127.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::192.168.0.1", "64:ff9b:1::8.8.8.8", "64:ff9b:0:1::1", "64:ff9b:ffff::", "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:c0a8:101::", "2002:ac10:1::", "2002::", "2002:ffff:ffff::", "2002:e000:1::",
    ])
    func anEmbeddedAddressCountsAsWhatItIs(literal: String) throws {
        #expect(try Self.kind(literal) == .embedded)
    }

    @Test(arguments: [
        "::ffff:8.8.8.8", "::ffff:808:808", "64:ff9b::8.8.8.8", "64:ff9b::808:808", "2002:808:808::", "2002:808:808::1",
        "::ffff:0:8.8.8.8",
    ])
    func anEmbeddedGlobalAddressIsGlobal(literal: String) throws {
        #expect(try Self.kind(literal) == .global)
    }

    @Test(arguments: [
        ("0.0.0.0", AddressClass.unspecified), ("::", .unspecified), ("127.0.0.1", .loopback), ("::1", .loopback),
        ("255.255.255.255", .reserved), ("2001::1", .reserved), ("2001:0:7f00:1::", .reserved),
        ("fd00:ec2::253", .uniqueLocal),
        ("fd00:ec2::255", .uniqueLocal), ("fd00::1", .uniqueLocal), ("::2", .embedded), ("1::", .reserved),
        ("ff02::1", .multicast),
    ])
    func singleAddresses(literal: String, kind: AddressClass) throws {
        #expect(try Self.kind(literal) == kind)
    }

    @Test(arguments: [
        "", "1", "1.2", "1.2.3", "127.1", "0x7f.0.0.1", "0177.0.0.1", "01.2.3.4", "1.2.3.256", "1.2.3.4.5", "1.2.3.4 ",
        " 1.2.3.4", "1.2.3.4/8", "2130706433", "localhost", ":", ":::", "::g", "1::2::3", "[::1]", "::1%lo",
        "fe80::1%eth0",
        "::1/128", "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::ffff:1.2.3", "::ffff:127.1",
    ])
    func whatIsNoPlainLiteralIsNone(text: String) {
        #expect(IPAddress(literal: text) == nil)
    }

    /// Every IPv4 address inside an IPv6 one is judged at least as strictly as by itself.
    @Test
    func noEmbeddingLoosensTheVerdict() throws {
        var random = Seeded(3)
        for _ in 0..<50_000 {
            let four = (0..<4).map { _ in
                random.once(in: 3)
                    ? random.pick([0, 10, 127, 169, 172, 192, 254, 168] as [UInt8]) : UInt8(random.below(256))
            }
            let inner = try #require(IPAddress(bytes: four)).classification
            let zeros = [UInt8](repeating: 0, count: 16)
            for six in [
                zeros[0..<10] + [0xFF, 0xFF] + four, zeros[0..<8] + [0xFF, 0xFF, 0, 0] + four,
                [0, 0x64, 0xFF, 0x9B] + zeros[0..<8] + four, [0x20, 0x02] + four + zeros[0..<10],
            ] {
                let outer = try #require(IPAddress(bytes: Array(six))).classification
                try #require((outer == .global) == (inner == .global), "\(four)")
                try #require((outer == .metadata) == (inner == .metadata), "\(four)")
                try #require((outer == .linkLocal) == (inner == .linkLocal), "\(four)")
            }
        }
    }
}
