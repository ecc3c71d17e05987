//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Parses request heads (RFC 9112), strictly; see `Refusal` for what is refused.
///
/// A parser holds no state between calls but the memory of its field section: each call reads from the first byte.
package struct RequestHeadParser: Sendable {
    package private(set) var section: FieldSection
    package let limits: HeadLimits

    package init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
        self.section = FieldSection(capacity: 32)
    }

    /// Reads the head at the start of `bytes`; up to two empty lines before it are passed over (RFC 9112 section 2.2).
    package mutating func parse(_ bytes: Span<UInt8>) -> HeadOutcome<RequestHead> {
        let outcome = self.parseWhole(bytes)
        switch outcome {
        case .complete(let head): return head.end <= self.limits.maxHeadBytes ? outcome : .refused(.headTooLarge)
        case .needMore: return bytes.count < self.limits.maxHeadBytes ? outcome : .refused(.headTooLarge)
        case .refused: return outcome
        }
    }

    private mutating func parseWhole(_ bytes: Span<UInt8>) -> HeadOutcome<RequestHead> {
        var start = 0
        while start < 4, start + 1 < bytes.count, bytes[start] == .carriageReturn, bytes[start + 1] == .lineFeed {
            start += 2
        }
        if start < 4, start < bytes.count, bytes[start] == .carriageReturn, start + 1 == bytes.count {
            return .needMore
        }
        var line = RequestLine()
        switch line.parse(bytes, from: start) {
        case .needMore: return .needMore
        case .refused(let refusal): return .refused(refusal)
        case .complete(let end):
            switch self.section.parse(bytes, from: end, maxFields: self.limits.maxFields) {
            case .needMore: return .needMore
            case .refused(let refusal): return .refused(refusal)
            case .complete(let end): return self.head(bytes, line, end: end)
            }
        }
    }

    private func head(_ bytes: Span<UInt8>, _ line: RequestLine, end: Int) -> HeadOutcome<RequestHead> {
        switch FramingFields.read(bytes, self.section) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let fields):
            if fields.isChunked, line.version == .http10 { return .refused(.transferCodingInOldVersion) }
            var head = RequestHead(
                method: line.method, target: line.target, version: line.version, end: end, framing: .none,
                keepsAlive: line.version == .http11 ? !fields.closes : fields.keepsAlive && !fields.closes,
                expectsContinue: false, asksUpgrade: false, namesOthers: fields.namesOthers,
                isHead: line.isHead(bytes))
            head.framing = fields.isChunked ? .chunked : fields.contentLength.map { .length($0) } ?? .none
            if let refusal = self.takeSingleFields(bytes, line, &head) { return .refused(refusal) }
            return .complete(head)
        }
    }

    /// `Host`, `Expect` and `Upgrade`.
    private func takeSingleFields(_ bytes: Span<UInt8>, _ line: RequestLine, _ head: inout RequestHead) -> Refusal? {
        var host: ByteRange?
        for field in self.section.lines where field.name != .other {
            switch field.name {
            case .host:
                if host != nil { return .hostRepeated }
                host = field.valueRange
            case .expect:
                guard bytes.matches(field.valueRange, ignoringCase: "100-continue") else { return .expectation }
                head.expectsContinue = head.version == .http11
            case .upgrade: head.asksUpgrade = true
            default: break
            }
        }
        guard let host = host else { return head.version == .http11 ? .hostMissing : line.hostRefusal(bytes, nil) }
        guard Authority.isValid(bytes, host) else { return .hostInvalid }
        return line.hostRefusal(bytes, host)
    }
}
