//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Follows a body to its end, whatever its framing, and says which bytes may be passed on as they are.
package struct BodyScanner: Sendable {
    private enum State {
        /// The body has ended, or there is none.
        case ended
        /// Bytes to come, more than zero.
        case length(Int64)
        case chunked(ChunkScanner)
        case untilClose
    }

    private var state: State

    package init(_ framing: BodyFraming) {
        switch framing {
        case .none, .length(0): self.state = .ended
        case .length(let count): self.state = .length(count)
        case .chunked: self.state = .chunked(ChunkScanner())
        case .close: self.state = .untilClose
        }
    }

    package var hasEnded: Bool {
        if case .ended = self.state { return true }
        return false
    }

    /// Whether the end of the channel is the end of the body.
    package var endsWithChannel: Bool {
        if case .untilClose = self.state { return true }
        return false
    }

    /// What a scan came to.
    package struct Scan {
        /// Bytes from the start up to here are part of the body and may be passed on as they came.
        package var end: Int
        /// Bytes up to here were taken; those after `end` are held.
        package var taken: Int
        /// A checked trailer section with its blank line, to be passed on behind the bytes.
        package var trailer: [UInt8]
        package var refusal: Refusal?
    }

    /// Passes over what belongs to the body in `bytes` from `start` on, framing included.
    package mutating func scan(_ bytes: Span<UInt8>, from start: Int) -> Scan {
        var scan = Scan(end: start, taken: start, trailer: [], refusal: nil)
        switch self.state {
        case .ended: break
        case .untilClose:
            scan.end = bytes.count
            scan.taken = bytes.count
        case .length(let remaining):
            let count = min(Int64(max(0, bytes.count - start)), remaining)
            self.state = count == remaining ? .ended : .length(remaining - count)
            scan.end = start + Int(count)
            scan.taken = scan.end
        case .chunked(var chunks):
            while scan.taken < bytes.count, chunks.state != .done, scan.refusal == nil {
                Self.advance(&chunks, bytes, &scan)
            }
            if chunks.state == .done { scan.trailer = chunks.trailer }
            self.state = chunks.state == .done ? .ended : .chunked(chunks)
        }
        return scan
    }

    private static func advance(_ chunks: inout ChunkScanner, _ bytes: Span<UInt8>, _ scan: inout Scan) {
        switch chunks.step(bytes, from: scan.taken) {
        case .framing(let end), .content(let end):
            scan.end = end
            scan.taken = end
        case .held(let end): scan.taken = end
        case .refused(let refusal): scan.refusal = refusal
        }
    }

    /// One run of content, for a receiver that has no chunked coding (HTTP/1.0): framing and trailers are passed over.
    package struct Content {
        package var range: ByteRange
        package var taken: Int
        package var refusal: Refusal?
    }

    /// Finds the next run of content in `bytes` from `start` on; an empty range when there is none.
    package mutating func nextContent(_ bytes: Span<UInt8>, from start: Int) -> Content {
        guard case .chunked(var chunks) = self.state else {
            let scan = self.scan(bytes, from: start)
            return Content(range: ByteRange(start: start, end: scan.end), taken: scan.taken, refusal: scan.refusal)
        }
        var content = Content(range: .empty, taken: start, refusal: nil)
        search: while content.taken < bytes.count, chunks.state != .done {
            switch chunks.step(bytes, from: content.taken) {
            case .framing(let end), .held(let end): content.taken = end
            case .content(let end):
                content.range = ByteRange(start: content.taken, end: end)
                content.taken = end
                break search
            case .refused(let refusal):
                content.refusal = refusal
                break search
            }
        }
        self.state = chunks.state == .done ? .ended : .chunked(chunks)
        return content
    }
}
