//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Turns a redirect into the upstream's own origin into one to us, so that an SDK that follows it comes back with its
/// key; one that points elsewhere is relayed untouched (CONTRACT 1.6).
struct LocationRewriting {
    let connection: PreparedConnection
    let destination: Destination
    /// The path that was called, against which a relative reference is resolved.
    var requestPath: [UInt8] = [0x2F]

    func write(_ bytes: Span<UInt8>, _ line: FieldLine, into buffer: OutputBuffer) {
        var value: [UInt8] = []
        for index in line.valueRange.range { value.append(bytes[index]) }
        // What a relative reference comes to is a path, even if it begins with two slashes.
        let resolved = RelativeReference.resolve(value, against: self.requestPath)
        value = resolved ?? value
        let whole = ByteRange(start: 0, end: value.count)
        guard let start = resolved == nil ? self.behindOrigin(value.span, whole) : 0 else {
            return buffer.write(bytes, line.lineRange)
        }
        buffer.write(bytes, line.nameRange)
        self.write(value.span, from: start, into: buffer)
    }

    /// `bytes` is the value alone; path, query and fragment begin at `start`.
    private func write(_ bytes: Span<UInt8>, from start: Int, into buffer: OutputBuffer) {
        let reference = Reference(bytes, ByteRange(start: start, end: bytes.count))
        buffer.write(": ")
        // A client resolves dot segments before it follows: below us they would lead to another connection.
        if DotSegments.stand(in: bytes.extracting(reference.path.range)) {
            self.writeAbsolute(bytes, reference, into: buffer)
        } else if let below = self.belowPrefix(bytes, reference.path) {
            self.writeOwn(bytes, below, reference, domain: self.domain, into: buffer)
        } else if self.destination.base.scheme == .https {
            self.writeOwn(bytes, reference.path, reference, domain: self.domain(prefix: ""), into: buffer)
        } else {
            self.writeAbsolute(bytes, reference, into: buffer)
        }
        buffer.write("\r\n")
    }

    /// What cannot be said below the connection stays at the vendor; a bare path would be read as one of ours.
    private func writeAbsolute(_ bytes: Span<UInt8>, _ reference: Reference, into buffer: OutputBuffer) {
        buffer.write(self.destination.origin)
        buffer.write(bytes, reference.path)
        _ = self.writeQuery(bytes, reference.query, into: buffer)
        buffer.write(bytes, reference.fragment)
    }

    private func writeOwn(
        _ bytes: Span<UInt8>, _ path: ByteRange, _ reference: Reference, domain: [UInt8]?,
        into buffer: OutputBuffer
    ) {
        buffer.write(string: "/passthrough/\(self.connection.id)/")
        let skipsSlash = !path.isEmpty && bytes[Int(path.start)] == 0x2F
        let rest = ByteRange(start: Int(path.start) + (skipsSlash ? 1 : 0), end: Int(path.end))
        // One slash is dropped when it comes back, and a path without one might be decoded (CONTRACT 1.2).
        if Self.needsSlash(bytes, rest) { buffer.write(UInt8(0x2F)) }
        buffer.write(bytes, rest)
        let hasQuery = self.writeQuery(bytes, reference.query, into: buffer)
        if let domain = domain {
            buffer.write(hasQuery ? UInt8(0x26) : 0x3F)
            buffer.write("__domain=")
            buffer.write(domain)
        }
        buffer.write(bytes, reference.fragment)
    }

    /// Vendors repeat the query in a redirect, and with it the credential that we put there: it stays here.
    private func writeQuery(_ bytes: Span<UInt8>, _ query: ByteRange, into buffer: OutputBuffer) -> Bool {
        guard !query.isEmpty, !self.connection.credentialQueryNames.isEmpty else {
            buffer.write(bytes, query)
            return !query.isEmpty
        }
        let parameters = Array(query.range.dropFirst().map { bytes[$0] })
        let names = self.connection.credentialQueryNames
        guard let kept = QueryFilter.removing(names, from: parameters) else { return false }
        buffer.write(UInt8(0x3F))
        buffer.write(kept)
        return true
    }

    private static func needsSlash(_ bytes: Span<UInt8>, _ rest: ByteRange) -> Bool {
        guard !rest.isEmpty, bytes[Int(rest.start)] != 0x2F else { return !rest.isEmpty }
        var hasPercent = false
        for index in rest.range {
            if bytes[index] == 0x2F { return false }
            hasPercent = hasPercent || bytes[index] == 0x25
        }
        return hasPercent
    }

    /// A redirect of a call with `__domain` stays at that host, so the parameter goes along.
    private var domain: [UInt8]? {
        guard self.destination !== self.connection.destination else { return nil }
        let base = self.destination.base
        let isBelow = base.pathPrefix == self.connection.base.pathPrefix
        return isBelow ? Array(base.authority.utf8) : self.domain(prefix: base.pathPrefix)
    }

    private func domain(prefix: String) -> [UInt8] {
        PercentEncoding.encode(Array("https://\(self.destination.base.authority)\(prefix.isEmpty ? "/" : prefix)".utf8))
    }

    /// The offset of path, query or fragment in a value that names the origin that was called; `nil` for any other.
    private func behindOrigin(_ bytes: Span<UInt8>, _ value: ByteRange) -> Int? {
        let start = Int(value.start)
        guard !value.isEmpty else { return nil }
        guard bytes[start] == 0x2F else { return self.skipOrigin(bytes, value, withoutScheme: false) }
        // `//host` is another authority, and `/\` is read as one by browsers.
        let isAuthority = value.count > 1 && (bytes[start + 1] == 0x2F || bytes[start + 1] == 0x5C)
        return isAuthority ? self.skipOrigin(bytes, value, withoutScheme: true) : start
    }

    /// The offset behind the origin that was called.
    private func skipOrigin(_ bytes: Span<UInt8>, _ value: ByteRange, withoutScheme: Bool) -> Int? {
        var origin = self.destination.origin[...]
        if withoutScheme, let colon = origin.firstIndex(of: 0x3A) { origin = origin[(colon + 1)...] }
        var position = Int(value.start)
        for byte in origin {
            guard position < Int(value.end), bytes[position].lowercased == byte else { return nil }
            position += 1
        }
        position = self.skipDefaultPort(bytes, from: position, to: Int(value.end))
        guard position == Int(value.end) || [0x2F, 0x3F, 0x23].contains(bytes[position]) else { return nil }
        return position
    }

    private func skipDefaultPort(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let base = self.destination.base
        guard base.port == base.scheme.defaultPort else { return start }
        let port = Array(":\(base.port)".utf8)
        guard start + port.count <= end else { return start }
        for offset in port.indices where bytes[start + offset] != port[offset] { return start }
        return start + port.count
    }

    /// What stands behind the prefix of the base URL, with its slash; `nil` for a path that is not below it.
    private func belowPrefix(_ bytes: Span<UInt8>, _ path: ByteRange) -> ByteRange? {
        var position = Int(path.start)
        for byte in self.destination.pathPrefix {
            guard position < Int(path.end), bytes[position] == byte else { return nil }
            position += 1
        }
        guard position == Int(path.end) || bytes[position] == 0x2F else { return nil }
        return ByteRange(start: position, end: Int(path.end))
    }

    /// The parts of a reference behind its origin.
    private struct Reference {
        let path: ByteRange
        /// With its `?`.
        let query: ByteRange
        /// With its `#`.
        let fragment: ByteRange

        init(_ bytes: Span<UInt8>, _ whole: ByteRange) {
            let end = Int(whole.end)
            let hash = whole.range.first { bytes[$0] == 0x23 } ?? end
            let question = (Int(whole.start)..<hash).first { bytes[$0] == 0x3F } ?? hash
            self.path = ByteRange(start: Int(whole.start), end: question)
            self.query = ByteRange(start: question, end: hash)
            self.fragment = ByteRange(start: hash, end: end)
        }
    }
}
