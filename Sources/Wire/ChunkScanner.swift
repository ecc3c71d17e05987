//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Follows a chunked body (RFC 9112 section 7.1) without buffering its content.
///
///     size ─┬─ extension ─┬─ sizeFeed ──▶ content ──▶ contentReturn ──▶ contentFeed ──▶ size
///           └─────────────┘      └─(last chunk)─▶ trailerStart ─┬─▶ endFeed ──▶ done
///                                                               └─▶ trailer ────▶ done
///
/// 1. A byte is passed over only after it was found to be what the grammar allows there.
/// 2. `remaining` is never negative and never overflows: a size has at most 15 digits.
/// 3. Trailer lines are held until the whole section was checked; they are the only bytes that are held, 8 KiB at most.
struct ChunkScanner: Sendable {
    enum State: UInt8 {
        /// Digits of a size. Exits: `extension`, `sizeFeed`.
        case size
        /// After `;`. Exits: `sizeFeed`.
        case `extension`
        /// After the CR of a size line. Exits: `content`, or `trailerStart` when the size was zero.
        case sizeFeed
        /// `remaining` bytes of content are to come. Exits: `contentReturn`.
        case content
        case contentReturn
        /// Exits: `size`.
        case contentFeed
        /// The last chunk's line was read. Exits: `endFeed` on CR, `trailer` on anything else.
        case trailerStart
        case endFeed
        /// Lines are being held. Exits: `done`.
        case trailer
        case done
    }

    private(set) var state = State.size
    private(set) var remaining: Int64 = 0
    private var digits = 0
    private var extensionBytes = 0
    /// Where the extensions of the line in hand are, in state `extension`.
    private var grammar = ChunkExtension()
    /// The checked trailer section with its blank line, once `state` is `done`; empty when there was none.
    private(set) var trailer: [UInt8] = []

    /// Bytes of extensions in a whole body; nobody uses them, floods of them are attacks.
    private static var mostExtensionBytes: Int { 4096 }
    private static var mostTrailerBytes: Int { 8192 }

    /// Where a step ended.
    enum Step {
        /// Framing was read up to the offset.
        case framing(end: Int)
        /// Content was read up to the offset.
        case content(end: Int)
        /// Trailer bytes were taken up to the offset; they are in `trailer`.
        case held(end: Int)
        case refused(Refusal)
    }

    /// Reads one run of framing, content or trailer; `start` is inside `bytes` and `state` is not `done`.
    mutating func step(_ bytes: Span<UInt8>, from start: Int) -> Step {
        switch self.state {
        case .content:
            let count = min(Int64(bytes.count - start), self.remaining)
            self.remaining -= count
            if self.remaining == 0 { self.state = .contentReturn }
            return .content(end: start + Int(count))
        case .trailer: return self.holdTrailer(bytes, from: start)
        default: return self.stepFraming(bytes, from: start)
        }
    }

    private mutating func stepFraming(_ bytes: Span<UInt8>, from start: Int) -> Step {
        var position = start
        while position < bytes.count {
            if self.state == .trailerStart, bytes[position] != .carriageReturn {
                self.state = .trailer
                return .framing(end: position)
            }
            if let refusal = self.take(bytes[position]) { return .refused(refusal) }
            position += 1
            if self.state == .content || self.state == .done { break }
        }
        return .framing(end: position)
    }

    private mutating func take(_ byte: UInt8) -> Refusal? {
        switch self.state {
        case .size: return self.takeSize(byte)
        case .extension: return self.takeExtension(byte)
        case .sizeFeed:
            guard byte == .lineFeed else { return .chunkSize }
            self.state = self.remaining == 0 ? .trailerStart : .content
            self.digits = 0
        case .contentReturn:
            guard byte == .carriageReturn else { return .chunkEnding }
            self.state = .contentFeed
        case .contentFeed:
            guard byte == .lineFeed else { return .chunkEnding }
            self.state = .size
        case .trailerStart: self.state = .endFeed
        case .endFeed:
            guard byte == .lineFeed else { return .chunkEnding }
            self.state = .done
        case .content, .trailer, .done: break
        }
        return nil
    }

    private mutating func takeSize(_ byte: UInt8) -> Refusal? {
        if let value = byte.hexadecimalValue {
            guard self.digits < 15 else { return .chunkSize }
            self.digits += 1
            self.remaining = self.remaining << 4 | Int64(value)
            return nil
        }
        guard self.digits > 0 else { return .chunkSize }
        switch byte {
        case .carriageReturn: self.state = .sizeFeed
        case 0x3B:
            self.state = .extension
            self.grammar = ChunkExtension()
        default: return .chunkSize
        }
        return nil
    }

    private mutating func takeExtension(_ byte: UInt8) -> Refusal? {
        if byte == .carriageReturn {
            guard self.grammar.mayEnd else { return .chunkExtension }
            self.state = .sizeFeed
            return nil
        }
        self.extensionBytes += 1
        guard self.grammar.take(byte), self.extensionBytes <= Self.mostExtensionBytes else { return .chunkExtension }
        return nil
    }

    private mutating func holdTrailer(_ bytes: Span<UInt8>, from start: Int) -> Step {
        var position = start
        while position < bytes.count {
            guard self.trailer.count < Self.mostTrailerBytes else { return .refused(.trailerTooLarge) }
            self.trailer.append(bytes[position])
            position += 1
            guard bytes[position - 1] == .lineFeed else { continue }
            switch TrailerSection.check(self.trailer.span) {
            case .needMore: continue
            case .complete: self.state = .done
            case .refused: return .refused(.trailerField)
            }
            break
        }
        return .held(end: position)
    }
}
