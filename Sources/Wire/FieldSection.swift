//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The field lines of a head, in order.
///
/// Kept and filled again for every head, so that it allocates once.
package struct FieldSection: Sendable {
    package private(set) var lines: [FieldLine] = []

    package init(capacity: Int = 32) { self.lines.reserveCapacity(capacity) }

    /// How far a parse came.
    enum Outcome {
        /// What was read ends before the offset.
        case complete(end: Int)
        case needMore
        case refused(Refusal)
    }

    /// Reads lines from `start` to the blank line.
    mutating func parse(_ bytes: Span<UInt8>, from start: Int, maxFields: Int) -> Outcome {
        self.lines.removeAll(keepingCapacity: true)
        var position = start
        while true {
            guard position < bytes.count else { return .needMore }
            if bytes[position] == .carriageReturn {
                guard position + 1 < bytes.count else { return .needMore }
                return bytes[position + 1] == .lineFeed ? .complete(end: position + 2) : .refused(.lineEnding)
            }
            guard self.lines.count < maxFields else { return .refused(.tooManyFields) }
            switch self.appendLine(bytes, from: position) {
            case .complete(let end): position = end
            case .needMore: return .needMore
            case .refused(let refusal): return .refused(refusal)
            }
        }
    }

    /// Reads one line and keeps it.
    mutating func appendLine(_ bytes: Span<UInt8>, from start: Int) -> Outcome {
        var key = FieldKey()
        var position = start
        var hasUnderscore = false
        while position < bytes.count, bytes[position].isToken {
            hasUnderscore = hasUnderscore || bytes[position] == 0x5F
            key.append(bytes[position])
            position += 1
        }
        guard position < bytes.count else { return .needMore }
        guard bytes[position] == 0x3A, position > start else {
            return .refused(Self.refusal(bytes[position], atStart: position == start))
        }
        let name = ByteRange(start: start, end: position)
        if hasUnderscore, Self.isDisguisedFraming(bytes, name) { return .refused(.disguisedFraming) }
        var line = FieldLine(name: key.name, key: key, nameRange: name, valueRange: .empty, lineEnd: 0)
        let outcome = Self.value(bytes, from: position + 1, of: &line)
        if case .complete = outcome { self.lines.append(line) }
        return outcome
    }

    private static func refusal(_ byte: UInt8, atStart: Bool) -> Refusal {
        if byte == .lineFeed || byte == .carriageReturn { return .lineEnding }
        return atStart && (byte == .space || byte == .tab) ? .foldedLine : .fieldName
    }

    private static func value(_ bytes: Span<UInt8>, from start: Int, of line: inout FieldLine) -> Outcome {
        var position = start
        while position < bytes.count, bytes[position] == .space || bytes[position] == .tab { position += 1 }
        let valueStart = position
        position = Self.skipPlainWords(bytes, from: position)
        while position < bytes.count, bytes[position].isFieldValue { position += 1 }
        guard position < bytes.count else { return .needMore }
        guard bytes[position] == .carriageReturn else {
            return .refused(bytes[position] == .lineFeed ? .lineEnding : .fieldValue)
        }
        guard position + 1 < bytes.count else { return .needMore }
        guard bytes[position + 1] == .lineFeed else { return .refused(.lineEnding) }
        var valueEnd = position
        while valueEnd > valueStart, bytes[valueEnd - 1] == .space || bytes[valueEnd - 1] == .tab { valueEnd -= 1 }
        line.valueRange = ByteRange(start: valueStart, end: valueEnd)
        line.lineEnd = Int32(clamping: position + 2)
        return .complete(end: position + 2)
    }

    /// Passes over eight bytes at a time as long as none of them is a control.
    @inline(__always)
    private static func skipPlainWords(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var position = start
        let highs: UInt64 = 0x8080_8080_8080_8080
        while position + 8 <= bytes.count {
            // Eight bytes are inside, as was just found.
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            let deletes = word ^ 0x7F7F_7F7F_7F7F_7F7F
            let hasControl = (word &- 0x2020_2020_2020_2020) & ~word & highs
            let hasDelete = (deletes &- 0x0101_0101_0101_0101) & ~deletes & highs
            guard hasControl | hasDelete == 0 else { break }
            position += 8
        }
        return position
    }

    /// Some servers read an underscore in a name as a hyphen, and so see framing where others see none.
    private static func isDisguisedFraming(_ bytes: Span<UInt8>, _ name: ByteRange) -> Bool {
        var key = FieldKey()
        for index in name.range { key.append(bytes[index] == 0x5F ? 0x2D : bytes[index]) }
        switch key.name {
        case .contentLength, .transferEncoding, .keepAlive, .proxy: return true
        default: return false
        }
    }
}
