//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Wire

/// The path and query of a passthrough request, read by CONTRACT 1.2 to 1.4.
package struct PassthroughTarget {
    private let path: UpstreamPath
    /// The caller's query, if it goes up as it came.
    private let query: ByteRange?
    /// The query, if something was taken out of it or put before it.
    private let rebuiltQuery: [UInt8]?
    /// The value of `__domain`, percent-decoded, if there was one.
    package let domain: [UInt8]?

    /// Reads the target's parts; fails with `pathInvalid` or `domainInvalid`.
    package static func read(
        _ bytes: Span<UInt8>, rest: ByteRange, query: ByteRange?, section: FieldSection
    ) -> Result<PassthroughTarget, GatewayFailure> {
        for index in (query ?? .empty).range where bytes[index] == 0x23 { return .failure(.pathInvalid) }
        let path = UpstreamPath.read(bytes, rest, section)
        var inner: [UInt8]?
        switch path {
        case .refused: return .failure(.pathInvalid)
        case .rebuilt(_, let query): inner = query
        case .asIs: break
        }
        let mayHoldDomain = query.map { QueryFilter.mayHoldDomain(bytes, $0) } ?? false
        guard inner != nil || mayHoldDomain else {
            return .success(PassthroughTarget(path: path, query: query, rebuiltQuery: nil, domain: nil))
        }
        return Self.filtered(bytes, path: path, inner: inner, query: query)
    }

    private static func filtered(
        _ bytes: Span<UInt8>, path: UpstreamPath, inner: [UInt8]?, query: ByteRange?
    ) -> Result<PassthroughTarget, GatewayFailure> {
        var filter = QueryFilter()
        var parts: [[UInt8]] = []
        if let inner = inner, let kept = filter.filter(inner) { parts.append(kept) }
        if let query = query {
            var raw: [UInt8] = []
            for index in query.range { raw.append(bytes[index]) }
            if let kept = filter.filter(raw) { parts.append(kept) }
        }
        guard filter.domains.count <= 1 else { return .failure(.domainInvalid) }
        return .success(
            PassthroughTarget(
                path: path, query: nil, rebuiltQuery: parts.isEmpty ? nil : Array(parts.joined(separator: [0x26])),
                domain: filter.domains.first))
    }

    /// Writes base path, path and query as they stand in the upstream's request line (rule 8).
    package func write(
        _ bytes: Span<UInt8>, destination: Destination, connection: PreparedConnection, into buffer: OutputBuffer
    ) {
        let prefix = destination.pathPrefix
        buffer.write(prefix)
        switch self.path {
        case .asIs(let range):
            if !range.isEmpty || prefix.isEmpty { buffer.write(UInt8(0x2F)) }
            buffer.write(bytes, range)
        case .rebuilt(let path, _):
            if !path.isEmpty || prefix.isEmpty { buffer.write(UInt8(0x2F)) }
            buffer.write(path)
        case .refused: break
        }
        self.writeQuery(bytes, connection, into: buffer)
    }

    private func writeQuery(_ bytes: Span<UInt8>, _ connection: PreparedConnection, into buffer: OutputBuffer) {
        guard connection.credentialQuery.isEmpty else {
            return self.writeQueryWithCredential(bytes, connection, into: buffer)
        }
        if let rebuilt = self.rebuiltQuery {
            buffer.write(UInt8(0x3F))
            buffer.write(rebuilt)
        } else if let query = self.query {
            buffer.write(UInt8(0x3F))
            buffer.write(bytes, query)
        }
    }

    /// A credential never gives way: the caller's parameters of its names are taken out.
    private func writeQueryWithCredential(
        _ bytes: Span<UInt8>, _ connection: PreparedConnection, into buffer: OutputBuffer
    ) {
        var own = self.rebuiltQuery
        if let query = self.query {
            var raw: [UInt8] = []
            for index in query.range { raw.append(bytes[index]) }
            own = raw
        }
        buffer.write(UInt8(0x3F))
        if let own = own, let kept = QueryFilter.removing(connection.credentialQueryNames, from: own), !kept.isEmpty {
            buffer.write(kept)
            buffer.write(UInt8(0x26))
        }
        buffer.write(connection.credentialQuery)
    }
}
