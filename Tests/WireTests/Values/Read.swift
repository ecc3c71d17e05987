//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// One-shot readings for value tests.
enum Read {
    static func request(_ text: String, limits: HeadLimits = HeadLimits()) -> HeadReading {
        var reader = HeadReader(.request, limits: limits)
        return reader.read(Array(text.utf8).span)
    }

    static func response(_ text: String, toHead: Bool = false, limits: HeadLimits = HeadLimits()) -> HeadReading {
        var reader = HeadReader(toHead ? .responseToHead : .response, limits: limits)
        return reader.read(Array(text.utf8).span)
    }

    static func requestHead(_ bytes: [UInt8]) throws(Refusal) -> RequestHead? {
        var parser = RequestHeadParser()
        switch parser.parse(bytes.span) {
        case .complete(let head): return head
        case .needMore: return nil
        case .refused(let refusal): throw refusal
        }
    }

    static func responseHead(_ bytes: [UInt8], toHead: Bool = false) throws(Refusal) -> ResponseHead? {
        var parser = ResponseHeadParser()
        switch parser.parse(bytes.span, toHead: toHead) {
        case .complete(let head): return head
        case .needMore: return nil
        case .refused(let refusal): throw refusal
        }
    }

    /// Why a chunked body is refused, or `nil`.
    static func chunks(_ text: String) -> Refusal? {
        var scanner = BodyScanner(.chunked)
        return scanner.scan(Array(text.utf8).span, from: 0).refusal
    }
}

extension HeadReading {
    var isComplete: Bool { if case .complete = self { true } else { false } }
}
