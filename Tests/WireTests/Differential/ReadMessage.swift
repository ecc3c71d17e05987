//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// A message as one of two readers understood it.
struct ReadMessage: Equatable, CustomStringConvertible {
    struct Field: Equatable {
        var name: String
        var value: String
    }

    /// Method and raw target, or the status code.
    var start: [String]
    var isHTTP11: Bool
    var fields: [Field]
    var body: [UInt8]
    var trailers: [Field]
    var keepsAlive: Bool

    var description: String {
        let fields = (self.fields + self.trailers).map { "\($0.name)=\($0.value)" }
        let body = Violation.literal(self.body)
        return "<\(self.start) \(fields) '\(body)' \(self.keepsAlive ? "keeps" : "closes")>"
    }

    static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// What our codec made of some bytes.
enum OurReading {
    /// A whole message that ends before the offset; `endsWithChannel` when the end of the bytes is its end.
    case complete(ReadMessage, end: Int, endsWithChannel: Bool)
    case incomplete
    case refused(Refusal)
}

/// Reads whole messages, head and body, with `Wire`.
struct OurReader {
    private var requests = RequestHeadParser()
    private var responses = ResponseHeadParser()

    mutating func readRequest(_ bytes: [UInt8]) -> OurReading {
        switch self.requests.parse(bytes.span) {
        case .needMore: return .incomplete
        case .refused(let refusal): return .refused(refusal)
        case .complete(let head):
            let method = ReadMessage.text(bytes[head.method.range])
            // An absolute-form target's scheme and authority are cut off the head's target.
            let target = ReadMessage.text(bytes[(Int(head.method.end) + 1)..<Int(head.target.end)])
            let message = ReadMessage(
                start: [method, target], isHTTP11: head.version == .http11,
                fields: Self.fields(bytes, self.requests.section), body: [], trailers: [], keepsAlive: head.keepsAlive)
            return Self.readBody(bytes, from: head.end, head.framing, message)
        }
    }

    mutating func readResponse(_ bytes: [UInt8], toHead: Bool) -> OurReading {
        switch self.responses.parse(bytes.span, toHead: toHead) {
        case .needMore: return .incomplete
        case .refused(let refusal): return .refused(refusal)
        case .complete(let head):
            let message = ReadMessage(
                start: [String(head.status)], isHTTP11: head.version == .http11,
                fields: Self.fields(bytes, self.responses.section), body: [], trailers: [],
                keepsAlive: head.keepsAlive)
            return Self.readBody(bytes, from: head.end, head.framing, message)
        }
    }

    private static func fields(_ bytes: [UInt8], _ section: FieldSection) -> [ReadMessage.Field] {
        section.lines.map {
            .init(
                name: ReadMessage.text(bytes[$0.nameRange.range]), value: ReadMessage.text(bytes[$0.valueRange.range]))
        }
    }

    private static func readBody(
        _ bytes: [UInt8], from start: Int, _ framing: BodyFraming, _ head: ReadMessage
    ) -> OurReading {
        var message = head
        var content = BodyScanner(framing)
        var position = start
        while !content.hasEnded, position < bytes.count {
            let run = content.nextContent(bytes.span, from: position)
            if let refusal = run.refusal { return .refused(refusal) }
            message.body += bytes[run.range.range]
            position = run.taken
        }
        var scanner = BodyScanner(framing)
        let scan = scanner.scan(bytes.span, from: start)
        message.trailers = Self.trailers(scan.trailer)
        guard content.hasEnded || content.endsWithChannel else { return .incomplete }
        return .complete(message, end: scan.taken, endsWithChannel: content.endsWithChannel)
    }

    private static func trailers(_ section: [UInt8]) -> [ReadMessage.Field] {
        section.split(separator: 0x0A).compactMap { line in
            guard let colon = line.firstIndex(of: 0x3A) else { return nil }
            var value = line[(colon + 1)...].dropLast()
            while let first = value.first, first == .space || first == .tab { value.removeFirst() }
            while let last = value.last, last == .space || last == .tab { value.removeLast() }
            return .init(name: ReadMessage.text(line[..<colon]), value: ReadMessage.text(value))
        }
    }
}
