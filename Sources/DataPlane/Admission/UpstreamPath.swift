//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// The path below the base URL, as CONTRACT 1.2 reads it from the raw rest of a target.
enum UpstreamPath {
    /// Nothing had to be changed: the bytes of the range are the path.
    case asIs(ByteRange)
    /// Decoded or escaped; `query` is what stood behind an encoded `?`.
    case rebuilt(path: [UInt8], query: [UInt8]?)
    case refused

    /// Reads `rest`; some SDKs, told by the head's fields, encode a path without a slash too (rule 2).
    static func read(_ bytes: Span<UInt8>, _ rest: ByteRange, _ section: FieldSection) -> UpstreamPath {
        let survey = Survey(bytes, rest)
        if !survey.hasSlash, survey.hasEncodedSlash || (survey.hasPercent && SDKs.encodeOneSegment(bytes, section)) {
            return Self.rebuild(PercentEncoding.decode(bytes.extracting(rest.range)), splits: true)
        }
        guard !survey.isPlain else {
            let skipsSlash = !rest.isEmpty && bytes[Int(rest.start)] == 0x2F
            return .asIs(ByteRange(start: Int(rest.start) + (skipsSlash ? 1 : 0), end: Int(rest.end)))
        }
        var raw: [UInt8] = []
        raw.reserveCapacity(rest.count)
        for index in rest.range { raw.append(bytes[index]) }
        return Self.rebuild(raw, splits: false)
    }

    /// `bytes` is changed in place: what is encoded whole comes from SDKs, with every request.
    private static func rebuild(_ bytes: consuming [UInt8], splits: Bool) -> UpstreamPath {
        var plain = bytes
        var query: ArraySlice<UInt8>?
        if splits {
            if let hash = plain.firstIndex(of: 0x23) { plain.removeSubrange(hash...) }
            if let question = plain.firstIndex(of: 0x3F) {
                query = plain[(question + 1)...]
                plain.removeSubrange(question...)
            }
        } else if plain.contains(0x23) {
            return .refused
        }
        if plain.first == 0x2F { plain.removeFirst() }
        guard !DotSegments.stand(in: plain.span), !Self.hasControl(plain.span, decoding: true),
            query.map({ !Self.hasControl(Array($0).span, decoding: false) }) ?? true
        else { return .refused }
        var repaired: [UInt8] = []
        repaired.reserveCapacity(plain.count)
        PercentEncoding.repair(plain.span, into: &repaired)
        let repairedQuery = query.map { query in
            var bytes: [UInt8] = []
            PercentEncoding.repair(Array(query).span, into: &bytes)
            return bytes
        }
        return .rebuilt(path: repaired, query: repairedQuery)
    }

    /// CR, LF, NUL and other controls (rule 6), raw or as an escape.
    private static func hasControl(_ bytes: Span<UInt8>, decoding: Bool) -> Bool {
        for index in bytes.indices {
            let byte = decoding ? PercentEncoding.escape(bytes, at: index) ?? bytes[index] : bytes[index]
            if byte < 0x20 || byte == 0x7F { return true }
        }
        return false
    }
}

/// What a raw rest has in it, in one pass.
private struct Survey {
    var hasSlash = false
    var hasEncodedSlash = false
    var hasPercent = false
    /// Only bytes that may stand in a target, no escape, and no segment that begins with a dot.
    var isPlain = true

    init(_ bytes: Span<UInt8>, _ rest: ByteRange) {
        var beforeIsSlash = true
        for index in rest.range {
            let byte = bytes[index]
            switch byte {
            case 0x2F: self.hasSlash = true
            case 0x25:
                self.hasPercent = true
                self.isPlain = false
                self.hasEncodedSlash = self.hasEncodedSlash || PercentEncoding.escape(bytes, at: index) == 0x2F
            case 0x2E: if beforeIsSlash { self.isPlain = false }
            default: if !byte.isTarget { self.isPlain = false }
            }
            beforeIsSlash = byte == 0x2F
        }
    }
}
