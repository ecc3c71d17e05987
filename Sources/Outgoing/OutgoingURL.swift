//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Egress
internal import Glibc
package import Model

/// Where a request of our own goes: scheme, host and port apart, the rest as it is sent.
package struct OutgoingURL: Sendable, Hashable {
    package var isSecure: Bool
    /// Canonical: lower case, no trailing dot, an IPv6 address without brackets.
    package var host: String
    package var port: UInt16
    /// Path and query: begins with `/`, printable ASCII without spaces.
    package var target: String

    package init(isSecure: Bool, host: String, port: UInt16, target: String) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.target = target
    }

    /// A connection's base URL, and what follows it.
    package init?(base: UpstreamBase, path: String) {
        let host = base.host.utf8.contains(UInt8(ascii: ":")) ? "[\(base.host)]" : base.host
        self.init(parsing: "\(base.scheme.rawValue)://\(host):\(base.port)\(base.pathPrefix)\(path)")
    }

    /// Reads an `https` or `http` URL, strictly: no user info, no fragment, no byte that two readers could read in
    /// two ways.
    ///
    /// Plain text is refused later, when the request is sent, unless the operator admits that upstream.
    package init?(parsing text: String) {
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy(Self.isURLByte) else { return nil }
        let lowered = text.prefix(8).lowercased()
        let isSecure = lowered.hasPrefix("https://")
        guard isSecure || lowered.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let (host, digits) = Self.parts(of: authority), let name = Self.canonical(host) else { return nil }
        self.isSecure = isSecure
        self.host = name
        guard let digits else {
            self.port = isSecure ? 443 : 80
            self.target = Self.target(rest[authority.endIndex...])
            return
        }
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        self.port = port
        self.target = Self.target(rest[authority.endIndex...])
    }

    /// Octets.
    private static let longest = 16_384

    /// The value of the `Host` field.
    package var authority: String {
        let name = self.host.utf8.contains(UInt8(ascii: ":")) ? "[\(self.host)]" : self.host
        return self.port == (self.isSecure ? 443 : 80) ? name : "\(name):\(self.port)"
    }

    private static func target(_ rest: Substring) -> String { rest.hasPrefix("/") ? String(rest) : "/" + rest }

    private static func isURLByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\\\"<>^`{|}#".utf8.contains(byte)
    }

    /// The host, and the digits behind it where there are any; `nil` for user info.
    private static func parts(of authority: Substring) -> (Substring, Substring?)? {
        guard !authority.contains("@") else { return nil }
        let afterAddress = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
        guard let colon = authority[afterAddress...].firstIndex(of: ":") else { return (authority, nil) }
        return (authority[..<colon], authority[authority.index(after: colon)...])
    }

    private static func canonical(_ host: Substring) -> String? {
        if host.hasPrefix("["), host.hasSuffix("]") {
            let literal = String(host.dropFirst().dropLast())
            guard let address = IPAddress(literal: literal), address.bytes.count == 16 else { return nil }
            return Self.text(of: address)
        }
        let name = (host.hasSuffix(".") ? String(host.dropLast()) : String(host)).lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(Self.isLabel), let last = labels.last else { return nil }
        // A resolver reads `0x7f.1` and `2130706433` as addresses; one way to write them is enough.
        let isNumber = last.utf8.allSatisfy { (0x30...0x39).contains($0) } || last.hasPrefix("0x")
        guard isNumber else { return name }
        return IPAddress(literal: name).flatMap { $0.bytes.count == 4 ? name : nil }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
            }
    }

    /// As `inet_ntop` writes it, so that two ways to write an address compare equal.
    private static func text(of address: IPAddress) -> String? {
        var bytes = address.bytes
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
