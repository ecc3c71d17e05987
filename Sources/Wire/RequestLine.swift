//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The first line of a request: method, target, version, one space between (RFC 9112 section 3).
struct RequestLine {
    var method = ByteRange.empty
    var target = ByteRange.empty
    /// Of an absolute-form target; must be that of `Host`.
    var authority: ByteRange?
    var version = HTTPVersion.http11

    /// The longest method that is read; the longest registered one has 17 bytes.
    private static var longestMethod: Int { 32 }

    mutating func parse(_ bytes: Span<UInt8>, from start: Int) -> FieldSection.Outcome {
        var position = start
        while position < bytes.count, bytes[position].isToken { position += 1 }
        guard position - start <= Self.longestMethod else { return .refused(.method) }
        guard position < bytes.count else { return .needMore }
        guard bytes[position] == .space, position > start else { return .refused(.method) }
        self.method = ByteRange(start: start, end: position)
        let targetStart = position + 1
        position = targetStart
        while position < bytes.count, Self.isTarget(bytes[position]) { position += 1 }
        guard position < bytes.count else { return .needMore }
        guard bytes[position] == .space else {
            let isLineEnd = bytes[position] == .carriageReturn || bytes[position] == .lineFeed
            return .refused(isLineEnd ? .requestLine : .target)
        }
        guard position > targetStart else { return .refused(.requestLine) }
        self.target = ByteRange(start: targetStart, end: position)
        return self.parseVersion(bytes, from: position + 1)
    }

    /// Anything visible in ASCII; bytes beyond it are read in too many ways to be passed on.
    ///
    /// What may not stand in a URL is escaped or refused where the path is understood (CONTRACT 1.2).
    @inline(__always)
    private static func isTarget(_ byte: UInt8) -> Bool { byte &- 0x21 < 0x5E }

    private mutating func parseVersion(_ bytes: Span<UInt8>, from start: Int) -> FieldSection.Outcome {
        guard let isVersion = bytes.holds("HTTP/1.", at: start) else { return .needMore }
        guard isVersion else { return .refused(.version) }
        guard start + 7 < bytes.count else { return .needMore }
        switch bytes[start + 7] {
        case 0x31: self.version = .http11
        case 0x30: self.version = .http10
        default: return .refused(.version)
        }
        guard start + 8 < bytes.count else { return .needMore }
        guard bytes[start + 8] == .carriageReturn else {
            return .refused(bytes[start + 8] == .lineFeed ? .lineEnding : .version)
        }
        guard start + 9 < bytes.count else { return .needMore }
        guard bytes[start + 9] == .lineFeed else { return .refused(.lineEnding) }
        if let refusal = self.readForm(bytes) { return .refused(refusal) }
        return .complete(end: start + 10)
    }

    /// Origin-form, absolute-form or asterisk-form (RFC 9112 section 3.2); authority-form goes with CONNECT alone.
    private mutating func readForm(_ bytes: Span<UInt8>) -> Refusal? {
        if bytes.matches(self.method, ignoringCase: "connect") || bytes.matches(self.method, ignoringCase: "trace") {
            return .connectOrTrace
        }
        let start = Int(self.target.start)
        if bytes[start] == 0x2F { return nil }
        if self.target.count == 1, bytes[start] == 0x2A {
            return bytes.matches(self.method, ignoringCase: "options") ? nil : .asteriskTarget
        }
        let scheme = [7, 8].first { length in
            let prefix = ByteRange(start: start, end: min(start + length, Int(self.target.end)))
            return length == 7
                ? bytes.matches(prefix, ignoringCase: "http://") : bytes.matches(prefix, ignoringCase: "https://")
        }
        guard let scheme = scheme else { return .target }
        var end = start + scheme
        while end < Int(self.target.end), bytes[end] != 0x2F, bytes[end] != 0x3F { end += 1 }
        let authority = ByteRange(start: start + scheme, end: end)
        guard Authority.isValid(bytes, authority), end < Int(self.target.end), bytes[end] == 0x2F else {
            return .target
        }
        self.authority = authority
        self.target.start = Int32(clamping: end)
        return nil
    }

    /// An absolute-form target must name the host that `Host` names.
    func hostRefusal(_ bytes: Span<UInt8>, _ host: ByteRange?) -> Refusal? {
        guard let authority = self.authority else { return nil }
        guard let host = host else { return nil }
        return bytes.matches(authority, ignoringCase: bytes, host) ? nil : .hostDisagrees
    }

    func isHead(_ bytes: Span<UInt8>) -> Bool {
        let start = Int(self.method.start)
        return self.method.count == 4 && bytes[start] == 0x48 && bytes[start + 1] == 0x45 && bytes[start + 2] == 0x41
            && bytes[start + 3] == 0x44
    }
}
