//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// What must hold of any bytes that are read as a head.
///
/// No test framework: the fuzzer calls this too.
///
/// 1. Ranges lie in order inside the head; the field lines are contiguous and end at the blank line.
/// 2. An accepted head has no NUL, and no CR or LF but in pairs.
/// 3. Read from the start in any split the outcome is `needMore`, then for ever the same.
/// 4. Written anew with one space after each colon it says the same.
struct HeadInvariants {
    private var reader: HeadReader
    private let limit: Int

    init(_ kind: HeadReader.Kind, limits: HeadLimits = HeadLimits()) {
        self.reader = HeadReader(kind, limits: limits)
        self.limit = limits.maxHeadBytes
    }

    /// Checks all of it; every split of short heads, `splits` of longer ones.
    ///
    /// - Returns: what the reading of the whole came to.
    /// - Throws: the first `Violation`.
    mutating func check(_ bytes: [UInt8], splits: Int, _ random: inout SeededGenerator) throws -> HeadReading {
        let reading = self.reader.read(bytes.span)
        if case .complete(let summary) = reading {
            let lines = self.reader.lines
            try self.checkPlaces(bytes, summary, lines)
            try Self.checkPurity(bytes, summary.end)
            try self.checkMeaning(bytes, summary, lines)
        }
        if bytes.count <= splits * 2 {
            for count in 0..<bytes.count { try self.checkSplit(bytes, at: count, reading) }
        } else {
            for _ in 0..<splits { try self.checkSplit(bytes, at: random.below(bytes.count), reading) }
            if case .complete(let summary) = reading {
                try self.checkSplit(bytes, at: summary.end - 1, reading)
                try self.checkSplit(bytes, at: summary.end, reading)
            }
        }
        return reading
    }

    private func checkPlaces(_ bytes: [UInt8], _ summary: HeadReading.Summary, _ lines: [FieldLine]) throws {
        func require(_ holds: Bool, _ rule: String) throws {
            guard holds else { throw Violation(rule: rule, bytes: bytes) }
        }
        try require(summary.end <= bytes.count && summary.end <= self.limit, "the head ends inside the bytes")
        var position = 0
        for part in summary.parts {
            try require(Int(part.start) >= position && !part.isEmpty, "parts of the first line stand in order")
            position = Int(part.end)
        }
        let first = lines.first.map { Int($0.nameRange.start) } ?? summary.end - 2
        try require(first >= position + 2, "the field lines follow the first line")
        position = first
        for line in lines {
            try require(Int(line.nameRange.start) == position, "field lines are contiguous")
            try require(bytes[Int(line.nameRange.end)] == 0x3A, "a colon follows the name")
            try require(line.nameRange.range.allSatisfy { bytes[$0].isToken }, "a name is a token")
            try require(line.valueRange.start > line.nameRange.end, "the value follows the name")
            try require(line.valueRange.end <= line.lineEnd - 2, "the value ends inside its line")
            try require(line.valueRange.range.allSatisfy { bytes[$0].isFieldValue }, "a value has no controls")
            position = Int(line.lineEnd)
        }
        try require(position + 2 == summary.end, "the blank line follows the field lines")
        try require(lines.count == summary.fields, "the lines belong to the head")
    }

    private static func checkPurity(_ bytes: [UInt8], _ end: Int) throws {
        for index in 0..<end {
            let isWrong =
                switch bytes[index] {
                case 0: true
                case .carriageReturn: index + 1 >= end || bytes[index + 1] != .lineFeed
                case .lineFeed: index == 0 || bytes[index - 1] != .carriageReturn
                default: false
                }
            guard !isWrong else { throw Violation(rule: "no NUL, bare CR or bare LF at \(index)", bytes: bytes) }
        }
        guard bytes[end - 2] == .carriageReturn, bytes[end - 1] == .lineFeed else {
            throw Violation(rule: "the head ends with CR LF", bytes: bytes)
        }
    }

    /// Rule 4: the first line is copied, so its parts keep their places but for empty lines before it.
    private mutating func checkMeaning(
        _ bytes: [UInt8], _ summary: HeadReading.Summary, _ lines: [FieldLine]
    ) throws {
        let start = bytes.firstIndex { $0 != .carriageReturn && $0 != .lineFeed } ?? 0
        let firstLineEnd = lines.first.map { Int($0.nameRange.start) } ?? summary.end - 2
        var written = Array(bytes[start..<firstLineEnd])
        for line in lines {
            written += bytes[line.nameRange.range]
            written += [0x3A, 0x20]
            written += bytes[line.valueRange.range]
            written += [0x0D, 0x0A]
        }
        written += [0x0D, 0x0A]
        guard case .complete(let again) = self.reader.read(written.span), again.end == written.count else {
            // Spaces that were added may have pushed it over the limit.
            if written.count > self.limit { return }
            throw Violation(rule: "a head written anew is accepted", bytes: bytes)
        }
        let partsAgree = zip(summary.parts, again.parts).allSatisfy { bytes[$0.range] == written[$1.range] }
        let linesAgree = zip(lines, self.reader.lines).allSatisfy { old, new in
            old.name == new.name && old.key == new.key && bytes[old.nameRange.range] == written[new.nameRange.range]
                && bytes[old.valueRange.range] == written[new.valueRange.range]
        }
        guard partsAgree, linesAgree, summary.flags == again.flags, summary.framing == again.framing,
            summary.fields == again.fields
        else { throw Violation(rule: "a head written anew says the same", bytes: bytes) }
    }

    private mutating func checkSplit(_ bytes: [UInt8], at count: Int, _ whole: HeadReading) throws {
        let prefix = self.reader.read(bytes.span.extracting(first: count))
        switch (prefix, whole) {
        case (.needMore, .complete(let summary)) where count < summary.end: return
        case (.needMore, .needMore), (.needMore, .refused): return
        case (.complete(let early), .complete(let summary)) where early == summary && count >= summary.end: return
        // Above the limit the size is a reason of its own.
        case (.refused(.headTooLarge), .refused) where count >= self.limit: return
        case (.refused(let early), .refused(let late)) where early == late: return
        default: throw Violation(rule: "the first \(count) bytes read as \(prefix), all as \(whole)", bytes: bytes)
        }
    }
}
