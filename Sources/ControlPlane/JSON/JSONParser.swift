//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension JSONValue {
    /// How deep arrays and objects may lie in each other.
    private static let deepest = 64

    /// Reads one JSON text (RFC 8259), strictly: no member twice in an object, no invalid UTF-8, nothing behind it.
    package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        self = try parser.value(depth: Self.deepest)
        parser.skipSpace()
        guard parser.isAtEnd else { throw parser.failure("unexpected text") }
    }

    package init(parsing text: String) throws(JSONSyntaxError) { try self.init(parsing: Array(text.utf8)) }
}

/// Reads JSON by descent, bounded in depth.
struct JSONParser {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { self.position == self.bytes.count }

    /// The byte at the position; 0 stands for the end, and is no byte of JSON either.
    var next: UInt8 { self.position < self.bytes.count ? self.bytes[self.position] : 0 }

    func failure(_ problem: String) -> JSONSyntaxError { JSONSyntaxError(offset: self.position, problem: problem) }

    mutating func skipSpace() {
        while self.next == 0x20 || self.next == 0x0A || self.next == 0x0D || self.next == 0x09 { self.position += 1 }
    }

    mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        switch self.next {
        case UInt8(ascii: "{"): return .object(try self.object(depth: depth - 1))
        case UInt8(ascii: "["): return .array(try self.array(depth: depth - 1))
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try self.number())
        default: throw self.failure(self.isAtEnd ? "unexpected end" : "a value is expected")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> [String: JSONValue] {
        guard depth > 0 else { throw self.failure("nested too deep") }
        var members: [String: JSONValue] = [:]
        self.position += 1
        self.skipSpace()
        if self.take("}") { return members }
        while true {
            guard self.next == UInt8(ascii: "\"") else { throw self.failure("a member name is expected") }
            let name = try self.string()
            self.skipSpace()
            guard self.take(":") else { throw self.failure("':' is expected") }
            self.skipSpace()
            let value = try self.value(depth: depth)
            guard members.updateValue(value, forKey: name) == nil else { throw self.failure("a member is given twice") }
            self.skipSpace()
            if self.take("}") { return members }
            guard self.take(",") else { throw self.failure("',' or '}' is expected") }
            self.skipSpace()
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        guard depth > 0 else { throw self.failure("nested too deep") }
        var values: [JSONValue] = []
        self.position += 1
        self.skipSpace()
        if self.take("]") { return values }
        while true {
            values.append(try self.value(depth: depth))
            self.skipSpace()
            if self.take("]") { return values }
            guard self.take(",") else { throw self.failure("',' or ']' is expected") }
            self.skipSpace()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard self.bytes[self.position...].starts(with: word.utf8) else { throw self.failure("a value is expected") }
        self.position += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> Double {
        let start = self.position
        _ = self.take("-")
        if !self.take("0") { try self.digits() }
        if self.take(".") { try self.digits() }
        if self.take("e") || self.take("E") {
            if !self.take("+") { _ = self.take("-") }
            try self.digits()
        }
        guard let number = Double(String(decoding: self.bytes[start..<self.position], as: UTF8.self)), number.isFinite
        else { throw self.failure("a number is out of range") }
        return number
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = self.position
        while self.next >= UInt8(ascii: "0"), self.next <= UInt8(ascii: "9") { self.position += 1 }
        guard self.position > start else { throw self.failure("a digit is expected") }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.next == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }
}
