//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Where a customer's browser goes in the end: an address of the caller's, checked once and sealed.
///
/// Any host may be named, as in the API that this one follows: whoever builds the link decides. What is refused is an
/// address that a browser would run, or that could end a header field.
package struct RedirectTarget: Sendable, Hashable {
    package let text: String
    /// In lower case.
    package let scheme: String

    /// Longest accepted, in bytes.
    private static let longest = 2_048

    /// Schemes that run or show something instead of handing over to an app.
    private static let refused: Set<String> = [
        "about", "blob", "chrome", "content", "data", "file", "filesystem", "ftp", "intent", "jar", "javascript",
        "mailto", "ms-appx", "res", "resource", "sms", "tel", "vbscript", "view-source", "ws", "wss",
    ]

    /// An `http` or `https` address with a host and no user, or one of an app: `scheme:/…`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest, bytes.allSatisfy(Self.isAllowed),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0
        else { return nil }
        let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        guard Self.isScheme(scheme), !Self.refused.contains(scheme) else { return nil }
        let rest = bytes[(colon + 1)...]
        guard rest.first == UInt8(ascii: "/") else { return nil }
        if scheme == "http" || scheme == "https" {
            guard rest.starts(with: "//".utf8) else { return nil }
            let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
            guard Self.isAuthority(authority) else { return nil }
        }
        self.text = text
        self.scheme = scheme
    }

    /// The address with parameters put behind those it has, before its fragment.
    package func adding(_ parameters: [(name: String, value: String)]) -> String {
        let parts = self.text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var address = String(parts[0])
        for (name, value) in parameters {
            if !address.contains("?") {
                address += "?"
            } else if address.last != "?", address.last != "&" {
                address += "&"
            }
            address += "\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value))"
        }
        return parts.count == 2 ? address + "#" + parts[1] : address
    }

    /// Scheme and authority, for a content security policy; of an app just the scheme.
    package var source: String {
        guard self.scheme == "http" || self.scheme == "https" else { return self.scheme + ":" }
        let authority = self.text.dropFirst(self.scheme.count + 3).prefix { !"/?#".contains($0) }
        return "\(self.scheme)://\(authority)"
    }

    /// A host name or an address in brackets, and maybe a port: nothing else opens in a browser, and nothing else may
    /// stand in a content security policy.
    private static func isAuthority(_ authority: ArraySlice<UInt8>) -> Bool {
        var host = authority
        if let colon = authority.lastIndex(of: UInt8(ascii: ":")), authority.last != UInt8(ascii: "]") {
            let port = String(decoding: authority[(colon + 1)...], as: UTF8.self)
            guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), UInt16(port) != nil else { return false }
            host = authority[..<colon]
        }
        if host.first == UInt8(ascii: "[") {
            return host.count > 3 && host.last == UInt8(ascii: "]")
                && host.dropFirst().dropLast().allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
        }
        return !host.isEmpty
            && host.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"<>\\^`".utf8.contains(byte)
    }

    /// RFC 3986 section 3.1.
    private static func isScheme(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
                UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}

/// Percent-encoding (RFC 3986 section 2.1).
package enum PercentEncoding {
    /// Everything but unreserved characters as `%XX`.
    package static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
