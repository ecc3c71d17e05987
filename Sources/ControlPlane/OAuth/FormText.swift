//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// `application/x-www-form-urlencoded` and percent-encoding, both ways.
enum FormText {
    /// Everything but unreserved characters escaped (RFC 3986 section 2.3): right in queries, forms and headers alike.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if Self.isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func encoded(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { Self.escaped($0.name) + "=" + Self.escaped($0.value) }.joined(separator: "&")
    }

    /// Reads a form; `nil` for a name that stands twice, a bad escape, invalid UTF-8, or too many members.
    static func decoded(_ bytes: [UInt8]) -> [String: String]? {
        let pairs = bytes.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= 100 else { return nil }
        var members: [String: String] = [:]
        for pair in pairs {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.unescaped(parts[0]), !name.isEmpty,
                let value = parts.count == 2 ? Self.unescaped(parts[1]) : "",
                members.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        return members
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit)
                else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
