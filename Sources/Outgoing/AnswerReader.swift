//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Wire

/// Reads one answer from the bytes of a channel, in any pieces; no I/O (DESIGN section 3).
///
/// Framing is as strict as the data plane's: what two readers could read in two ways is refused. The body is bounded
/// while it comes, whatever length was announced.
struct AnswerReader {
    enum Outcome {
        case needMore
        case complete(OutgoingAnswer)
        case failed(OutgoingFailure)
    }

    private enum State {
        case head(interims: Int)
        case body(BodyScanner)
    }

    private var state = State.head(interims: 0)
    private var held: [UInt8] = []
    private var parser = ResponseHeadParser()
    private var answer = OutgoingAnswer(status: 0, headers: [], body: Secret(bytes: []))
    private var body: [UInt8] = []
    private let mostBytes: Int
    private let isHead: Bool

    private static let mostInterims = 16

    init(mostBytes: Int, isHead: Bool) {
        self.mostBytes = mostBytes
        self.isHead = isHead
    }

    mutating func receive(_ bytes: [UInt8]) -> Outcome {
        self.held += bytes
        var position = 0
        while case .head(let interims) = self.state {
            switch self.readHead(from: &position, interims: interims) {
            case .needMore?:
                self.held.removeFirst(position)
                return .needMore
            case .some(let outcome): return outcome
            case nil: continue
            }
        }
        return self.readBody(from: position)
    }

    /// The channel is over.
    mutating func end() -> Outcome {
        guard case .body(let scanner) = self.state, scanner.endsWithChannel else { return .failed(.closedEarly) }
        return self.complete()
    }

    /// `nil` when a head was read.
    private mutating func readHead(from position: inout Int, interims: Int) -> Outcome? {
        let bytes = position == 0 ? self.held : Array(self.held[position...])
        switch self.parser.parse(bytes.span, toHead: self.isHead) {
        case .needMore: return .needMore
        case .refused: return .failed(.protocolError)
        case .complete(let head):
            position += head.end
            if head.isInterim {
                guard interims < Self.mostInterims else { return .failed(.protocolError) }
                self.state = .head(interims: interims + 1)
                return nil
            }
            self.answer.status = head.status
            self.answer.headers = self.parser.section.lines.map { line in
                (Self.text(bytes, line.nameRange).lowercased(), Self.text(bytes, line.valueRange))
            }
            if case .length(let count) = head.framing, count > self.mostBytes { return .failed(.answerTooLarge) }
            self.state = .body(BodyScanner(head.framing))
            return nil
        }
    }

    private mutating func readBody(from start: Int) -> Outcome {
        guard case .body(var scanner) = self.state else { return .needMore }
        let bytes = self.held
        self.held = []
        var position = start
        while position < bytes.count, !scanner.hasEnded {
            let content = scanner.nextContent(bytes.span, from: position)
            guard content.refusal == nil else { return .failed(.protocolError) }
            guard self.body.count + content.range.count <= self.mostBytes else { return .failed(.answerTooLarge) }
            self.body += bytes[content.range.range]
            guard content.taken > position else { break }
            position = content.taken
        }
        self.state = .body(scanner)
        return scanner.hasEnded ? self.complete() : .needMore
    }

    private mutating func complete() -> Outcome {
        self.answer.body = Secret(bytes: self.body)
        return .complete(self.answer)
    }

    private static func text(_ bytes: [UInt8], _ range: ByteRange) -> String {
        String(decoding: bytes[range.range], as: UTF8.self)
    }
}
