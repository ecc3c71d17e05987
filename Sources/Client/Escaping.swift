//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes with a meaning of their own in a path and query, besides the unreserved ones.
let urlDelimiters = Set("/?&=+:@!$'()*,;%".utf8)

/// Percent-encodes every byte that is neither unreserved (RFC 3986 section 2.3) nor in `kept`.
///
/// A kept `%` must begin an escape: Foundation escapes a whole URL anew when it finds one that does not.
func escaped(_ text: String, keeping kept: Set<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
        let isKept = kept.contains(byte) && (byte != UInt8(ascii: "%") || beginsEscape(bytes[index...]))
        if isUnreserved(byte) || isKept {
            result.append(byte)
        } else {
            result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: result, as: UTF8.self)
}

private func beginsEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.dropFirst().prefix(2)
    return digits.count == 2 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
}

/// A query with its `?`, of the pairs that have a value; empty for none.
func queryString(_ pairs: [(name: String, value: String?)]) -> String {
    let present = pairs.compactMap { pair in pair.value.map { "\(pair.name)=\(escaped($0, keeping: []))" } }
    return present.isEmpty ? "" : "?" + present.joined(separator: "&")
}

private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        true
    default: false
    }
}
