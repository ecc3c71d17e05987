//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes with a meaning of their own in a path and query, besides the unreserved ones.
let urlDelimiters = Set("/?&=+:@!$'()*,;%".utf8)

/// Percent-encodes every byte that is neither unreserved (RFC 3986 section 2.3) nor in `kept`.
func escaped(_ text: String, keeping kept: Set<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
        if isUnreserved(byte) || kept.contains(byte) {
            result.append(byte)
        } else {
            result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: result, as: UTF8.self)
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
