//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Parses response heads (RFC 9112 section 4), as strictly as requests: vendors are not trusted either.
package struct ResponseHeadParser: Sendable {
    package private(set) var section: FieldSection
    package let limits: HeadLimits

    package init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
        self.section = FieldSection(capacity: 32)
    }

    /// Reads the head at the start of `bytes`; `toHead` says that the request was HEAD, so that there is no body.
    package mutating func parse(_ bytes: Span<UInt8>, toHead: Bool) -> HeadOutcome<ResponseHead> {
        let outcome = self.parseWhole(bytes, toHead: toHead)
        switch outcome {
        case .complete(let head): return head.end <= self.limits.maxHeadBytes ? outcome : .refused(.headTooLarge)
        case .needMore: return bytes.count < self.limits.maxHeadBytes ? outcome : .refused(.headTooLarge)
        case .refused: return outcome
        }
    }

    private mutating func parseWhole(_ bytes: Span<UInt8>, toHead: Bool) -> HeadOutcome<ResponseHead> {
        var line = StatusLine()
        switch line.parse(bytes) {
        case .needMore: return .needMore
        case .refused(let refusal): return .refused(refusal)
        case .complete(let end):
            switch self.section.parse(bytes, from: end, maxFields: self.limits.maxFields) {
            case .needMore: return .needMore
            case .refused(let refusal): return .refused(refusal)
            case .complete(let end): return self.head(bytes, line, end: end, toHead: toHead)
            }
        }
    }

    private func head(
        _ bytes: Span<UInt8>, _ line: StatusLine, end: Int, toHead: Bool
    ) -> HeadOutcome<ResponseHead> {
        switch FramingFields.read(bytes, self.section) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let fields):
            if fields.isChunked, line.version == .http10 { return .refused(.transferCodingInOldVersion) }
            guard line.status != 101 else { return .refused(.switchingProtocols) }
            let framing = Self.framing(fields, line.status, toHead: toHead)
            // A 204 has no body (RFC 9110 section 8.6): bytes that are announced for one would be the next response.
            let isDoubtful = line.status == 204 && (fields.isChunked || fields.contentLength ?? 0 > 0)
            let persists = line.version == .http11 ? !fields.closes : fields.keepsAlive && !fields.closes
            return .complete(
                ResponseHead(
                    version: line.version, status: line.status, statusAndReason: line.statusAndReason, end: end,
                    framing: framing, keepsAlive: persists && !isDoubtful && framing != .close,
                    namesOthers: fields.namesOthers))
        }
    }

    /// RFC 9112 section 6.3.
    private static func framing(_ fields: FramingFields, _ status: Int, toHead: Bool) -> BodyFraming {
        if toHead || status < 200 || status == 204 || status == 304 { return .none }
        if fields.isChunked { return .chunked }
        return fields.contentLength.map { .length($0) } ?? .close
    }
}

/// `HTTP/1.x SP 3DIGIT [SP reason]`.
struct StatusLine {
    var version = HTTPVersion.http11
    var status = 0
    var statusAndReason = ByteRange.empty

    mutating func parse(_ bytes: Span<UInt8>) -> FieldSection.Outcome {
        guard let isHTTP = bytes.holds("HTTP/1.", at: 0) else { return .needMore }
        guard isHTTP else { return .refused(.statusLine) }
        guard bytes.count > 12 else { return .needMore }
        switch bytes[7] {
        case 0x31: self.version = .http11
        case 0x30: self.version = .http10
        default: return .refused(.version)
        }
        guard bytes[8] == .space else { return .refused(.statusLine) }
        for offset in 9..<12 {
            guard bytes[offset].isDigit else { return .refused(.statusLine) }
            self.status = self.status * 10 + Int(bytes[offset] - 0x30)
        }
        guard self.status >= 100 else { return .refused(.statusLine) }
        return self.parseReason(bytes)
    }

    private mutating func parseReason(_ bytes: Span<UInt8>) -> FieldSection.Outcome {
        guard bytes[12] == .space || bytes[12] == .carriageReturn else { return .refused(.statusLine) }
        var position = 12
        while position < bytes.count, bytes[position].isFieldValue { position += 1 }
        guard position < bytes.count else { return .needMore }
        guard bytes[position] == .carriageReturn else {
            return .refused(bytes[position] == .lineFeed ? .lineEnding : .statusLine)
        }
        guard position + 1 < bytes.count else { return .needMore }
        guard bytes[position + 1] == .lineFeed else { return .refused(.lineEnding) }
        self.statusAndReason = ByteRange(start: 9, end: position)
        return .complete(end: position + 2)
    }
}
