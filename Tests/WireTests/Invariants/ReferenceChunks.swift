//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A plain decoder of chunked bodies that has the whole body at hand; written from RFC 9112 section 7.1 alone, with the
/// limits of docs/wire.md, so that `BodyScanner` can be compared with something that shares no line with it.
struct ReferenceChunks {
    enum Ending: Equatable {
        /// The body ends before the offset.
        case complete(end: Int)
        case incomplete
        case refused
    }

    private(set) var content: [UInt8] = []
    private(set) var trailer: [UInt8] = []
    private(set) var ending = Ending.incomplete
    private var extensionBytes = 0

    init(_ bytes: [UInt8]) {
        var position = 0
        while let line = Self.line(bytes, from: position) {
            guard let size = self.size(of: line.text) else {
                self.ending = .refused
                return
            }
            position = line.next
            if size == 0 {
                self.readTrailer(bytes, from: position)
                return
            }
            self.content += bytes[position..<min(position + size, bytes.count)]
            position += size
            guard position + 1 < bytes.count else {
                if position < bytes.count, bytes[position] != 0x0D { self.ending = .refused }
                return
            }
            guard bytes[position] == 0x0D, bytes[position + 1] == 0x0A else {
                self.ending = .refused
                return
            }
            position += 2
        }
    }

    /// The bytes up to the next LF without that LF, or nothing when there is none.
    private static func line(_ bytes: [UInt8], from start: Int) -> (text: ArraySlice<UInt8>, next: Int)? {
        guard start <= bytes.count, let feed = bytes[start...].firstIndex(of: 0x0A) else { return nil }
        return (bytes[start..<feed], feed + 1)
    }

    private mutating func size(of line: ArraySlice<UInt8>) -> Int? {
        guard line.last == 0x0D else { return nil }
        let parts = line.dropLast().split(separator: 0x3B, maxSplits: 1, omittingEmptySubsequences: false)
        guard let digits = parts.first, (1...15).contains(digits.count) else { return nil }
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit && $0 < 0x80 }) else { return nil }
        if parts.count == 2 {
            guard Self.areExtensions(parts[1]) else { return nil }
            self.extensionBytes += parts[1].count
            guard self.extensionBytes <= 4096 else { return nil }
        }
        return Int(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    /// What stands behind the first `;`: names, each with a token or a quoted string or nothing.
    private static func areExtensions(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        while true {
            guard Self.dropToken(&rest) else { return false }
            if rest.first == UInt8(ascii: "=") {
                rest = rest.dropFirst()
                let isQuoted = rest.first == UInt8(ascii: "\"")
                guard isQuoted ? Self.dropQuoted(&rest) : Self.dropToken(&rest) else { return false }
            }
            guard let next = rest.popFirst() else { return true }
            guard next == UInt8(ascii: ";") else { return false }
        }
    }

    private static func dropToken(_ rest: inout ArraySlice<UInt8>) -> Bool {
        let token = rest.prefix { byte in
            Character(UnicodeScalar(byte)).isLetter && byte < 0x80
                || Character(UnicodeScalar(byte)).isNumber && byte < 0x80
                || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
        rest = rest.dropFirst(token.count)
        return !token.isEmpty
    }

    private static func dropQuoted(_ rest: inout ArraySlice<UInt8>) -> Bool {
        rest = rest.dropFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return true }
            let text = byte == UInt8(ascii: "\\") ? rest.popFirst() : byte
            guard let text = text, text == 0x09 || text >= 0x20 && text != 0x7F else { return false }
        }
        return false
    }

    /// Only where the section ends; what may stand in it is `TrailerTests`' matter.
    private mutating func readTrailer(_ bytes: [UInt8], from start: Int) {
        if start + 1 < bytes.count, bytes[start] == 0x0D, bytes[start + 1] != 0x0A {
            self.ending = .refused
            return
        }
        var position = start
        while let line = Self.line(bytes, from: position) {
            position = line.next
            guard line.text != [0x0D] else {
                if position - start > 2 { self.trailer = Array(bytes[start..<position]) }
                self.ending = .complete(end: position)
                return
            }
        }
    }
}
