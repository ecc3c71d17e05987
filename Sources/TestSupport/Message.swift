//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A header field as it stood on the wire: the name in its case, the value without the blanks around it.
package struct WireField: Sendable, Equatable, CustomStringConvertible {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    package var description: String { "\(self.name): \(self.value)" }

    func isNamed(_ name: String) -> Bool { self.name.lowercased() == name }
}

/// The first line and the fields of a message.
package struct WireHead: Sendable, Equatable {
    package var line: String
    package var fields: [WireField]

    /// The values of every field of this name, in order.
    package func values(_ name: String) -> [String] {
        self.fields.filter { $0.isNamed(name.lowercased()) }.map(\.value)
    }

    /// The value of the only field of this name.
    package func value(_ name: String) -> String? {
        let values = self.values(name)
        return values.count == 1 ? values[0] : nil
    }

    /// Reads a head that ends with an empty line, accepting one form only.
    init(parsing bytes: [UInt8]) throws {
        var lines = try WireHead.lines(of: bytes)
        guard lines.count >= 2, lines.removeLast().isEmpty else { throw PeerFailure.malformed("no empty line") }
        self.line = String(latin1: lines.removeFirst())
        guard !self.line.isEmpty else { throw PeerFailure.malformed("empty first line") }
        self.fields = try lines.map(WireField.init(parsing:))
    }

    /// Lines without their CRLF; any other CR or LF, and NUL, is a failure.
    static func lines(of bytes: [UInt8]) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A {
                lines.append(line)
                line = []
                index += 2
                continue
            }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
                throw PeerFailure.malformed("control \(byte) in a head")
            }
            line.append(byte)
            index += 1
        }
        guard line.isEmpty else { throw PeerFailure.malformed("line without CRLF") }
        return lines
    }
}

extension WireField {
    init(parsing line: [UInt8]) throws {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            throw PeerFailure.malformed("field without a name: \(String(latin1: line))")
        }
        let name = line[..<colon]
        guard name.allSatisfy(WireField.isTokenByte) else {
            throw PeerFailure.malformed("name is no token: \(String(latin1: line))")
        }
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        let end = value.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? value.startIndex
        self.init(String(latin1: name), String(latin1: value[..<end]))
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension String {
    /// One character a byte, so that no byte is lost.
    package init(latin1 bytes: some Sequence<UInt8>) {
        self.init(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// The bytes of a text whose characters are below 256: the opposite of `init(latin1:)`.
    package var latin1: [UInt8] { self.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}
