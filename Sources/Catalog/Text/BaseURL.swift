//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Reads base URLs, strictly: what is read is what a request is sent to, letter for letter.
struct BaseURL {
    /// Who may be named.
    enum Hosts {
        /// Public names, by https.
        case vendors
        /// Any name or address, also by http: self-hosted products.
        case any
    }

    let hosts: Hosts

    /// `nil` for whatever is not plainly a scheme, a host, maybe a port, and maybe a path.
    func parse(_ text: String) -> UpstreamBase? {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.utf8.contains(where: { "\\?#@".utf8.contains($0) }),
            let (scheme, rest) = self.scheme(of: text)
        else { return nil }
        let authority = rest.prefix { $0 != "/" }
        guard let (name, port) = Self.port(of: authority, scheme),
            let host = self.canonicalHost(name), let prefix = Self.prefix(rest[authority.endIndex...])
        else { return nil }
        return UpstreamBase(scheme: scheme, host: host, port: port, pathPrefix: prefix)
    }

    private func scheme(of text: String) -> (UpstreamBase.Scheme, Substring)? {
        let schemes: [UpstreamBase.Scheme] = self.hosts == .any ? [.https, .http] : [.https]
        for scheme in schemes {
            let start = scheme.rawValue + "://"
            if text.prefix(start.count).lowercased() == start { return (scheme, text.dropFirst(start.count)) }
        }
        return nil
    }

    /// The canonical form of a host; of an IPv6 address what stands between the brackets.
    func canonicalHost(_ text: some StringProtocol) -> String? {
        switch self.hosts {
        case .vendors: return HostName.isPublic(text) ? text.lowercased() : nil
        case .any:
            if text.hasPrefix("["), text.hasSuffix("]") {
                return AddressText.canonicalVersion6(text.dropFirst().dropLast())
            }
            let name = (text.hasSuffix(".") ? String(text.dropLast()) : String(text)).lowercased()
            guard HostName.isDotted(name) else { return nil }
            let last = name.split(separator: ".").last ?? ""
            // A resolver reads `0x7f.1` and `2130706433` as addresses; we only read what can be compared.
            let isNumber = last.utf8.allSatisfy { (0x30...0x39).contains($0) } || last.hasPrefix("0x")
            return !isNumber || AddressText.isVersion4(name) ? name : nil
        }
    }

    private static func port(
        of authority: Substring, _ scheme: UpstreamBase.Scheme
    ) -> (host: Substring, port: UInt16)? {
        let afterAddress = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
        guard let colon = authority[afterAddress...].firstIndex(of: ":") else { return (authority, scheme.defaultPort) }
        guard let port = Self.port(authority[authority.index(after: colon)...]) else { return nil }
        return (authority[..<colon], port)
    }

    static func port(_ digits: Substring) -> UInt16? {
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        return port
    }

    private static func prefix(_ path: Substring) -> String? {
        let path = path.hasSuffix("/") ? path.dropLast() : path
        guard !path.isEmpty else { return "" }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return segments.allSatisfy { Self.isSegment($0) } ? String(path) : nil
    }

    /// A segment that every server reads alike: nothing that decodes to a separator, a control or a dot segment.
    private static func isSegment(_ segment: Substring) -> Bool {
        var decoded: [UInt8] = []
        var bytes = Array(segment.utf8)[...]
        while let byte = bytes.first {
            guard byte == UInt8(ascii: "%") else {
                guard Self.isPathCharacter(byte) else { return false }
                decoded.append(byte)
                bytes = bytes.dropFirst()
                continue
            }
            let digits = String(decoding: bytes.dropFirst().prefix(2), as: UTF8.self)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16),
                value >= 0x20, value != 0x7F, !"/\\%".utf8.contains(value)
            else { return false }
            decoded.append(value)
            bytes = bytes.dropFirst(3)
        }
        return !decoded.isEmpty && decoded != Array(".".utf8) && decoded != Array("..".utf8)
    }

    private static func isPathCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,;=:@".utf8.contains(byte)
        }
    }
}
