//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Host names in canonical form: lower-case ASCII, no trailing dot (DESIGN section 7).
///
/// Other scripts come as punycode or not at all: two ways to write a host are one way too many to compare them.
enum HostName {
    /// Octets, RFC 1035 section 2.3.4.
    static let maximumLength = 253

    /// One DNS label: letters, digits, underscores and, but at the ends, hyphens.
    static func isLabel(_ text: some StringProtocol) -> Bool {
        let hyphen = UInt8(ascii: "-")
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count), bytes.first != hyphen else { return false }
        // An underscore cannot end a longer label: `_dmarc` is one, `dmarc_` is none.
        guard bytes.last != hyphen, bytes.count == 1 || bytes.last != UInt8(ascii: "_") else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen, UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// Labels joined by dots.
    static func isDotted(_ text: some StringProtocol) -> Bool {
        text.utf8.count <= Self.maximumLength
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { Self.isLabel($0) }
    }

    /// A public host name: at least two labels, the last of letters alone, so that no address passes for a name.
    static func isPublic(_ text: some StringProtocol) -> Bool {
        guard Self.isDotted(text), text.utf8.contains(UInt8(ascii: ".")) else { return false }
        let last = text.split(separator: ".").last ?? ""
        return last.utf8.count >= 2
            && last.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                default: false
                }
            }
    }

    /// Whether `host` lies below `suffix` at any depth, both canonical.
    static func isBelow(_ host: String, _ suffix: String) -> Bool {
        host.utf8.count > suffix.utf8.count + 1 && host.hasSuffix("." + suffix)
    }
}
