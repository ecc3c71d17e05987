//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// A request's head as it leaves, read back for its signature: what is signed is what is sent.
///
/// The head was written by `RequestRewriter`; anything else reads as `nil` or as something that no vendor accepts.
struct OutgoingHead {
    struct Field {
        /// Lower case.
        let name: [UInt8]
        /// Without white space around it.
        let value: [UInt8]
    }

    let method: [UInt8]
    /// Begins with `/` unless the target is `*`.
    let path: [UInt8]
    /// What stands behind the first `?`.
    let query: [UInt8]
    let fields: [Field]

    /// Reads the request line and the field lines, up to a blank line or the end.
    init?(_ bytes: Span<UInt8>) {
        var position = 0
        guard let line = Self.line(bytes, from: &position) else { return nil }
        let parts = line.split(separator: .space, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty else { return nil }
        self.method = Array(parts[0])
        let target = parts[1].split(separator: 0x3F, maxSplits: 1, omittingEmptySubsequences: false)
        self.path = Array(target[0])
        self.query = target.count > 1 ? Array(target[1]) : []
        var fields: [Field] = []
        while let line = Self.line(bytes, from: &position), !line.isEmpty {
            guard let colon = line.firstIndex(of: 0x3A), line[..<colon].allSatisfy(\.isToken) else { return nil }
            fields.append(
                Field(name: line[..<colon].map(\.lowercased), value: Self.trimmed(line[(colon + 1)...])))
        }
        self.fields = fields
    }

    /// Values of all fields of that name, which is lower case.
    func values(_ name: StaticString) -> [[UInt8]] {
        self.fields.filter { Self.isEqual($0.name, name) }.map(\.value)
    }

    /// Whether there is a body of the type of forms (RFC 5849 section 3.4.1.3.1).
    var isForm: Bool {
        let type = (self.values("content-type").last ?? []).prefix { $0 != 0x3B }
        return Self.isEqual(Self.trimmed(type).map(\.lowercased), "application/x-www-form-urlencoded")
    }

    static func isEqual(_ bytes: [UInt8], _ text: StaticString) -> Bool {
        bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private static func line(_ bytes: Span<UInt8>, from position: inout Int) -> [UInt8]? {
        let start = position
        while position < bytes.count {
            position += 1
            guard bytes[position - 1] == .lineFeed else { continue }
            let endsWell = position - 2 >= start && bytes[position - 2] == .carriageReturn
            return bytes.extracting(start..<(position - (endsWell ? 2 : 1))).withUnsafeBufferPointer { Array($0) }
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let isSpace = { (byte: UInt8) in byte == .space || byte == .tab }
        let tail = bytes.drop(while: isSpace)
        return Array(tail[..<(tail.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? tail.startIndex)])
    }
}
