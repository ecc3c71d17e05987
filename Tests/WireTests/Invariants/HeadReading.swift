//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// What a parse of a head came to, as values that can be compared; of requests and responses alike.
enum HeadReading: Equatable {
    case complete(Summary)
    case needMore
    case refused(Refusal)

    /// Everything a head says but the field lines themselves.
    struct Summary: Equatable {
        /// Method and target, or status and reason, as offsets.
        var parts: [ByteRange]
        var end: Int
        var framing: BodyFraming
        var flags: [Bool]
        var fields: Int
    }
}

/// Reads requests, or responses to one kind of request, and gives the outcome as a value.
struct HeadReader {
    enum Kind { case request, response, responseToHead }

    let kind: Kind
    private var requests: RequestHeadParser
    private var responses: ResponseHeadParser

    init(_ kind: Kind, limits: HeadLimits = HeadLimits()) {
        self.kind = kind
        self.requests = RequestHeadParser(limits: limits)
        self.responses = ResponseHeadParser(limits: limits)
    }

    /// The field lines of the last complete reading.
    var lines: [FieldLine] { self.kind == .request ? self.requests.section.lines : self.responses.section.lines }

    mutating func read(_ bytes: Span<UInt8>) -> HeadReading {
        // Parsed before it is read: the lines are those of the parser as it is then.
        if self.kind == .request {
            let outcome = self.requests.parse(bytes)
            return self.reading(of: outcome)
        }
        let outcome = self.responses.parse(bytes, toHead: self.kind == .responseToHead)
        return self.reading(of: outcome)
    }

    private func reading(of outcome: HeadOutcome<RequestHead>) -> HeadReading {
        switch outcome {
        case .needMore: return .needMore
        case .refused(let refusal): return .refused(refusal)
        case .complete(let head):
            let flags = [
                head.version == .http11, head.keepsAlive, head.expectsContinue, head.asksUpgrade, head.namesOthers,
                head.isHead,
            ]
            return .complete(
                .init(
                    parts: [head.method, head.target], end: head.end, framing: head.framing, flags: flags,
                    fields: self.lines.count))
        }
    }

    private func reading(of outcome: HeadOutcome<ResponseHead>) -> HeadReading {
        switch outcome {
        case .needMore: return .needMore
        case .refused(let refusal): return .refused(refusal)
        case .complete(let head):
            let flags = [head.version == .http11, head.keepsAlive, head.namesOthers]
            return .complete(
                .init(
                    parts: [head.statusAndReason], end: head.end, framing: head.framing, flags: flags,
                    fields: self.lines.count))
        }
    }
}
