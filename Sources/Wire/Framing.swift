//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Where a body ends (RFC 9112 section 6).
package enum BodyFraming: Sendable, Equatable {
    case none
    /// Bytes.
    case length(Int64)
    case chunked
    /// The end of the channel; responses only.
    case close
}

/// What the field lines of a head say about its framing and its channel.
struct FramingFields {
    var contentLength: Int64?
    var isChunked = false
    var closes = false
    var keepsAlive = false
    /// Whether `Connection` names fields besides those that are hop-by-hop anyway.
    var namesOthers = false
    private var options = 0

    /// Each option is compared with each line, so a flood of them would cost their product.
    private static var mostOptions: Int { 32 }

    /// Reads the lines that frame.
    ///
    /// Stricter than RFC 9112 asks for: what two parsers could read in two ways is refused.
    static func read(_ bytes: Span<UInt8>, _ section: FieldSection) -> Result<FramingFields, Refusal> {
        var fields = FramingFields()
        for line in section.lines where line.name != .other {
            if let refusal = fields.take(bytes, line) { return .failure(refusal) }
        }
        if fields.isChunked, fields.contentLength != nil { return .failure(.transferCodingWithLength) }
        return .success(fields)
    }

    private mutating func take(_ bytes: Span<UInt8>, _ line: FieldLine) -> Refusal? {
        switch line.name {
        case .contentLength:
            if self.contentLength != nil { return .contentLengthRepeated }
            guard let length = Self.decimal(bytes, line.valueRange) else { return .contentLength }
            self.contentLength = length
        case .transferEncoding:
            if self.isChunked || !bytes.matches(line.valueRange, ignoringCase: "chunked") { return .transferCoding }
            self.isChunked = true
        case .connection:
            return self.takeOptions(bytes, line.valueRange)
        default: break
        }
        return nil
    }

    /// 1*DIGIT, at most 18 of them, so that no arithmetic on a length can overflow.
    private static func decimal(_ bytes: Span<UInt8>, _ range: ByteRange) -> Int64? {
        guard range.count >= 1, range.count <= 18 else { return nil }
        var value: Int64 = 0
        for index in range.range {
            guard bytes[index].isDigit else { return nil }
            value = value * 10 + Int64(bytes[index] - 0x30)
        }
        return value
    }

    private mutating func takeOptions(_ bytes: Span<UInt8>, _ value: ByteRange) -> Refusal? {
        var options = ConnectionOptions(bytes, value)
        while let option = options.next(bytes) {
            self.options += 1
            guard let option = option, self.options <= Self.mostOptions else { return .connectionOption }
            if bytes.matches(option, ignoringCase: "close") {
                self.closes = true
            } else if bytes.matches(option, ignoringCase: "keep-alive") {
                self.keepsAlive = true
            } else if !bytes.matches(option, ignoringCase: "upgrade") {
                self.namesOthers = true
            }
        }
        return nil
    }
}

/// Walks the comma-separated tokens of a `Connection` value (RFC 9110 section 7.6.1).
package struct ConnectionOptions {
    private var position: Int
    private let end: Int

    package init(_ bytes: Span<UInt8>, _ value: ByteRange) {
        self.position = Int(value.start)
        self.end = min(Int(value.end), bytes.count)
    }

    /// The next token; `.some(nil)` for something that is not one; `nil` at the end.
    ///
    /// Empty elements are skipped.
    package mutating func next(_ bytes: Span<UInt8>) -> ByteRange?? {
        while self.position < self.end, Self.isSeparator(bytes[self.position]) { self.position += 1 }
        guard self.position < self.end else { return nil }
        let start = self.position
        while self.position < self.end, bytes[self.position].isToken { self.position += 1 }
        let token = ByteRange(start: start, end: self.position)
        while self.position < self.end, bytes[self.position] == .space || bytes[self.position] == .tab {
            self.position += 1
        }
        guard !token.isEmpty, self.position == self.end || bytes[self.position] == 0x2C else {
            self.position = self.end
            return .some(nil)
        }
        return token
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x2C || byte == .space || byte == .tab }
}
