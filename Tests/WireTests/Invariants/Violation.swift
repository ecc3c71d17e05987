//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A rule that some bytes broke, with the bytes in a form that can be pasted into a value test.
struct Violation: Error, CustomStringConvertible {
    let rule: String
    let bytes: [UInt8]

    var description: String { "\(self.rule): \"\(Self.literal(self.bytes))\"" }

    /// The bytes as the inside of a Swift string literal, those beyond ASCII as `<XX>`.
    static func literal(_ bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case 0x0D: text += "\\r"
            case 0x0A: text += "\\n"
            case 0x09: text += "\\t"
            case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: text += String(UnicodeScalar(byte))
            default: text += "<" + String(byte, radix: 16, uppercase: true) + ">"
            }
        }
        return text
    }
}
