//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A body of `application/x-www-form-urlencoded`.
struct VendorForm: Sendable {
    private let pairs: [(name: String, value: String)]

    init(_ bytes: [UInt8]) {
        self.pairs = String(decoding: bytes, as: UTF8.self).split(separator: "&").map { pair in
            let halves = pair.replacing("+", with: " ").split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (halves[0].removingPercentEncoding(), halves.count < 2 ? "" : halves[1].removingPercentEncoding())
        }
    }

    subscript(name: String) -> String? { self.pairs.first { $0.name == name }?.value }

    static func encode(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(self.escape($0.0))=\(self.escape($0.1))" }.joined(separator: "&")
    }

    private static func escape(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
