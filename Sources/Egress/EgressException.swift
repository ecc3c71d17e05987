//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc

/// An upstream that may be reached although its address is not global: `HOST-OR-CIDR:PORT`.
package struct EgressException: Sendable, Hashable {
    private enum Place: Hashable {
        /// Canonical: lower case, no trailing dot.
        case host(String)
        case network(IPAddress, prefix: Int)
    }

    private let place: Place
    private let port: UInt16

    package struct Malformed: Error, CustomStringConvertible {
        package let text: String

        package var description: String {
            "'\(self.text)' is not HOST-OR-CIDR:PORT, like crm.internal:8443, 127.0.0.1:9000, 10.1.0.0/16:443 or [::1]:80"
        }
    }

    package init(parsing text: String) throws(Malformed) {
        guard let colon = text.lastIndex(of: ":"), let number = Self.number(text[text.index(after: colon)...]),
            let port = UInt16(exactly: number), port > 0, let place = Self.place(String(text[..<colon]))
        else { throw Malformed(text: text) }
        self.port = port
        self.place = place
    }

    private static func place(_ text: String) -> Place? {
        var host = text.lowercased()
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            let next = host.index(after: end)
            guard next == host.endIndex || host[next] == "/" else { return nil }
            host.remove(at: end)
            host.removeFirst()
        } else if host.contains(":") {
            return nil
        }
        let parts = host.split(separator: "/", omittingEmptySubsequences: false)
        if let address = IPAddress(literal: String(parts[0])) {
            let bits = address.bytes.count * 8
            guard parts.count <= 2 else { return nil }
            guard let prefix = parts.count == 2 ? Self.number(parts[1]) : bits, (0...bits).contains(prefix) else {
                return nil
            }
            return .network(address, prefix: prefix)
        }
        if host.hasSuffix(".") { host.removeLast() }
        let isName = host.utf8.allSatisfy { $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || $0.isASCIIAlphanumeric }
        let hasEmptyLabel = host.split(separator: ".", omittingEmptySubsequences: false).contains { $0.isEmpty }
        return parts.count == 1 && isName && !hasEmptyLabel ? .host(host) : nil
    }

    /// Digits and nothing else: `Int` would take a sign.
    private static func number(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// Whether this exception is for dialling `address` in order to reach `host`.
    func admits(host: String, port: UInt16, address: IPAddress) -> Bool {
        guard port == self.port else { return false }
        switch self.place {
        case .host(let name): return name == host
        case .network(let network, let prefix): return address.isInside(network, prefix: prefix)
        }
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        (0x30...0x39).contains(self) || (0x61...0x7A).contains(self) || (0x41...0x5A).contains(self)
    }
}

extension IPAddress {
    /// A literal as `inet_pton` reads it: no octal, no hexadecimal, no short forms, no zone.
    package init?(literal: String) {
        let family = literal.utf8.contains(UInt8(ascii: ":")) ? AF_INET6 : AF_INET
        var bytes = [UInt8](repeating: 0, count: family == AF_INET ? 4 : 16)
        guard inet_pton(family, literal, &bytes) == 1 else { return nil }
        self.init(bytes: bytes)
    }

    func isInside(_ network: IPAddress, prefix: Int) -> Bool {
        guard self.bytes.count == network.bytes.count else { return false }
        for bit in 0..<prefix {
            let mask = UInt8(0x80) >> UInt8(bit & 7)
            if (self.bytes[bit >> 3] ^ network.bytes[bit >> 3]) & mask != 0 { return false }
        }
        return true
    }
}
