//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
package import Model
import Wire

/// The `__domain` parameter of one call: another host for this call alone (CONTRACT 1.4).
package enum DomainOverride {
    /// Reads the value and compares it with what the connection admits.
    ///
    /// No name is looked up here.
    package static func destination(
        _ value: [UInt8], base: UpstreamBase, allowed: [HostPattern]
    ) -> Result<UpstreamBase, GatewayFailure> {
        guard let asked = AskedDomain(value, base: base) else { return .failure(.domainInvalid) }
        let isOwn = asked.host == base.host
        let patterns = allowed.filter { $0.admits(host: asked.host) }
        guard isOwn || !patterns.isEmpty else { return .failure(.domainNotAllowed) }
        let isPortListed =
            (isOwn && asked.port == base.port && asked.scheme == base.scheme)
            || (asked.scheme == .https && asked.port == 443)
            || patterns.contains { $0.port == asked.port }
        guard isPortListed else { return .failure(.domainInvalid) }
        return .success(
            UpstreamBase(
                scheme: asked.scheme, host: asked.host, port: asked.port,
                pathPrefix: asked.pathPrefix ?? base.pathPrefix))
    }
}

/// A host, a host and port, or an https URL with or without a path prefix.
private struct AskedDomain {
    var scheme: UpstreamBase.Scheme
    var host: String
    var port: UInt16
    /// `nil`: the connection's own stays.
    var pathPrefix: String?

    init?(_ value: [UInt8], base: UpstreamBase) {
        guard (1...512).contains(value.count), value.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        var text = String(decoding: value, as: UTF8.self)[...]
        var isURL = false
        if text.lowercased().hasPrefix("https://") {
            text = text.dropFirst(8)
            isURL = true
        }
        let slash = text.firstIndex(of: "/") ?? text.endIndex
        guard slash == text.endIndex || isURL, let (host, port) = Self.authority(text[..<slash]) else { return nil }
        self.host = host
        // A bare host that is the connection's own keeps its scheme and, when none is named, its port.
        let isOwn = !isURL && host == base.host && (port ?? base.port) == base.port
        self.scheme = isOwn ? base.scheme : .https
        self.port = isOwn ? base.port : port ?? 443
        guard slash < text.endIndex else { return }
        guard let prefix = Self.prefix(text[slash...]) else { return nil }
        self.pathPrefix = prefix
    }

    private static func authority(_ text: Substring) -> (String, UInt16?)? {
        var name = text.lowercased()[...]
        var port: UInt16?
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") {
            let digits = name[name.index(after: colon)...]
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits),
                number > 0
            else { return nil }
            port = number
            name = name[..<colon]
        }
        if name.hasPrefix("["), name.hasSuffix("]") {
            guard let address = IPAddress(literal: String(name.dropFirst().dropLast())), address.bytes.count == 16
            else {
                return nil
            }
            return (String(name.dropFirst().dropLast()), port)
        }
        if name.hasSuffix(".") { name = name.dropLast() }
        let isName = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
        }
        guard isName, !name.isEmpty, name.utf8.count <= 253, !name.hasPrefix("."), !name.contains("..") else {
            return nil
        }
        return (String(name), port)
    }

    /// A prefix without query, fragment, dot segments, escapes or empty segments; no slash at its end.
    private static func prefix(_ text: Substring) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ $0.isTarget && $0 != 0x3F && $0 != 0x25 }), !DotSegments.stand(in: bytes.span),
            !text.contains("//")
        else { return nil }
        return String(text.hasSuffix("/") ? text.dropLast() : text)
    }
}
