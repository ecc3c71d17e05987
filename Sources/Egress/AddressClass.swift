//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What kind of place an IP address is (IANA special-purpose registries, RFC 6890).
package enum AddressClass: UInt8, CaseIterable, Sendable {
    case global
    case loopback
    case `private`
    case carrierNAT
    case linkLocal
    case metadata
    case uniqueLocal
    case multicast
    case unspecified
    case reserved
    /// An IPv6 address that carries an IPv4 address which is not global.
    case embedded
}

/// An IP address as bytes: 4 or 16.
package struct IPAddress: Hashable, Sendable {
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    package var classification: AddressClass {
        self.bytes.count == 4 ? Self.classify4(self.bytes) : Self.classify6(self.bytes)
    }

    private static func classify4(_ a: [UInt8]) -> AddressClass {
        if Self.isMetadata4(a) { return .metadata }
        switch (a[0], a[1]) {
        case (0, _): return a == [0, 0, 0, 0] ? .unspecified : .reserved
        case (10, _), (172, 16...31), (192, 168): return .private
        case (100, 64...127): return .carrierNAT
        case (127, _): return .loopback
        case (169, 254): return .linkLocal
        case (192, 0): return a[2] == 0 || a[2] == 2 ? .reserved : .global
        case (192, 88): return a[2] == 99 ? .reserved : .global
        case (198, 18...19): return .reserved
        case (198, 51): return a[2] == 100 ? .reserved : .global
        case (203, 0): return a[2] == 113 ? .reserved : .global
        case (224...239, _): return .multicast
        case (240...255, _): return .reserved
        default: return .global
        }
    }

    /// Where clouds serve credentials to whoever asks: AWS, GCP, Azure, Alibaba, Oracle, ECS tasks and EKS pods.
    private static func isMetadata4(_ a: [UInt8]) -> Bool {
        switch (a[0], a[1], a[2], a[3]) {
        case (169, 254, 169, 254), (169, 254, 169, 253), (169, 254, 170, 2), (169, 254, 170, 23): true
        case (168, 63, 129, 16), (100, 100, 100, 200), (192, 0, 0, 192): true
        default: false
        }
    }

    private static func classify6(_ a: [UInt8]) -> AddressClass {
        if a.dropLast().allSatisfy({ $0 == 0 }) {
            if a[15] == 0 { return .unspecified }
            if a[15] == 1 { return .loopback }
        }
        if Self.isMetadata6(a) { return .metadata }
        if let inner = Self.embedded4(a) { return Self.embedding(inner) }
        switch (a[0], a[1]) {
        case (0xFC...0xFD, _): return .uniqueLocal
        case (0xFE, 0x80...0xBF): return .linkLocal
        case (0xFE, 0xC0...0xFF): return .reserved
        case (0xFF, _): return .multicast
        case (0x20...0x3F, _): return Self.isReserved6(a) ? .reserved : .global
        default: return .reserved
        }
    }

    private static func isMetadata6(_ a: [UInt8]) -> Bool {
        // fd00:ec2::254, fd00:ec2::23 and fd20:ce::254
        let aws: [UInt8] = [0xFD, 0x00, 0x0E, 0xC2] + Array(repeating: 0, count: 10)
        let gcp: [UInt8] = [0xFD, 0x20, 0x00, 0xCE] + Array(repeating: 0, count: 10)
        let head = Array(a[0..<14])
        if head == aws { return (a[14] == 2 && a[15] == 0x54) || (a[14] == 0 && a[15] == 0x23) }
        return head == gcp && a[14] == 2 && a[15] == 0x54
    }

    /// Inside global unicast: documentation, benchmarking, ORCHID, Teredo and the rest of 2001::/23.
    private static func isReserved6(_ a: [UInt8]) -> Bool {
        if a[0] == 0x20, a[1] == 0x01 {
            return a[2] < 0x02 || (a[2] == 0x0D && a[3] == 0xB8)
        }
        return a[0] == 0x3F && a[1] == 0xFF && a[2] < 0x10
    }

    /// What no exception opens stays what it is in any dress.
    private static func embedding(_ inner: [UInt8]) -> AddressClass {
        switch Self.classify4(inner) {
        case .global: .global
        case .metadata: .metadata
        case .linkLocal: .linkLocal
        default: .embedded
        }
    }

    /// IPv4-mapped, -compatible and -translated, NAT64 (both prefixes) and 6to4: the IPv4 address inside.
    private static func embedded4(_ a: [UInt8]) -> [UInt8]? {
        let zeros = { (range: Range<Int>) in a[range].allSatisfy { $0 == 0 } }
        if zeros(0..<10), a[10] == 0xFF, a[11] == 0xFF { return Array(a[12...]) }
        if zeros(0..<12) { return Array(a[12...]) }
        if zeros(0..<8), a[8] == 0xFF, a[9] == 0xFF, a[10] == 0, a[11] == 0 { return Array(a[12...]) }
        if a[0] == 0, a[1] == 0x64, a[2] == 0xFF, a[3] == 0x9B {
            return zeros(4..<12) ? Array(a[12...]) : Self.localNAT64(a)
        }
        if a[0] == 0x20, a[1] == 0x02 { return Array(a[2..<6]) }
        return nil
    }

    /// 64:ff9b:1::/48 is for local use only: never global, whatever is inside.
    ///
    /// Where the IPv4 address stands depends on the length of the operator's prefix (RFC 6052 section 2.2), which is
    /// not known here: the worst of the places counts.
    private static func localNAT64(_ a: [UInt8]) -> [UInt8] {
        let places = [[6, 7, 9, 10], [7, 9, 10, 11], [9, 10, 11, 12], [12, 13, 14, 15]]
        let candidates = places.map { place in place.map { a[$0] } }
        return candidates.first { Self.classify4($0) == .metadata }
            ?? candidates.first { Self.classify4($0) == .linkLocal } ?? [127, 0, 0, 1]
    }
}
