//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension JSONParser {
    /// Reads a string, the position at its first quotation mark.
    mutating func string() throws(JSONSyntaxError) -> String {
        self.position += 1
        var text: [UInt8] = []
        var start = self.position
        while true {
            switch self.next {
            case UInt8(ascii: "\""):
                text += self.bytes[start..<self.position]
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw self.failure("a string is not UTF-8")
                }
                self.position += 1
                return string
            case UInt8(ascii: "\\"):
                text += self.bytes[start..<self.position]
                self.position += 1
                try self.escape(into: &text)
                start = self.position
            case 0..<0x20:
                throw self.failure(self.isAtEnd ? "a string has no end" : "a string holds a control character")
            default: self.position += 1
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        let letter = self.next
        self.position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = Unicode.Scalar(try self.codePoint()) else {
                throw self.failure("an escape names no character")
            }
            text += Array(String(scalar).utf8)
        default:
            self.position -= 1
            throw self.failure("an unknown escape")
        }
    }

    /// The four digits of an escape, or the eight of a surrogate pair.
    private mutating func codePoint() throws(JSONSyntaxError) -> UInt32 {
        let first = try self.codeUnit()
        guard first >= 0xD800, first < 0xDC00 else { return first }
        guard self.bytes[self.position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            throw self.failure("an escape names no character")
        }
        self.position += 2
        let second = try self.codeUnit()
        guard second >= 0xDC00, second < 0xE000 else { throw self.failure("an escape names no character") }
        return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(self.next)).hexDigitValue else {
                throw self.failure("a hexadecimal digit is expected")
            }
            unit = unit << 4 | UInt32(digit)
            self.position += 1
        }
        return unit
    }
}
