//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What may stand in a header field (RFC 9110 section 5).
enum FieldText {
    /// Whether `text` is a token, as field names are.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: Self.tokenSigns.contains(byte)
                }
            }
    }

    private static let tokenSigns = Set("!#$%&'*+-.^_`|~".utf8)

    static func hasControl(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }

    /// Whether `text` may be sent as a field's value, unchanged: visible ASCII, and spaces but at the ends.
    static func isValue(_ text: String) -> Bool {
        let space = UInt8(ascii: " ")
        return text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.utf8.first != space
            && text.utf8.last != space
    }

    /// Whether a connection may not name this field: it frames the message, belongs to one hop, or is ours.
    static func isReserved(_ name: String) -> Bool {
        let name = name.lowercased()
        return Self.reserved.contains(name) || name.hasPrefix("passthrough-") || name.hasPrefix(":")
    }

    private static let reserved: Set<String> = [
        "host", "connection", "content-length", "content-encoding", "transfer-encoding", "te", "trailer", "upgrade",
        "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "expect", "http2-settings",
    ]
}
