//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Where a connection's requests go: the base URL, taken apart once when the snapshot is made.
package struct UpstreamBase: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http
        case https

        package var defaultPort: UInt16 { self == .http ? 80 : 443 }
    }

    package var scheme: Scheme
    /// Canonical: lower case, no trailing dot, an IPv6 address without brackets.
    package var host: String
    package var port: UInt16
    /// Empty, or begins with `/` and does not end with one; already escaped for a request line.
    package var pathPrefix: String

    package init(scheme: Scheme, host: String, port: UInt16, pathPrefix: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.pathPrefix = pathPrefix
    }

    /// The value of the `Host` field: brackets around IPv6, the port only when it is not the scheme's own.
    package var authority: String {
        let name = self.host.utf8.contains(UInt8(ascii: ":")) ? "[\(self.host)]" : self.host
        return self.port == self.scheme.defaultPort ? name : "\(name):\(self.port)"
    }
}

/// A host that may be sent a connection's credential by a `__domain` override (CONTRACT 1.4).
package struct HostPattern: Sendable, Hashable {
    /// Canonical like `UpstreamBase.host`; of `*.vendor.com` the part `vendor.com`.
    package var host: String
    /// Whether any depth below `host` is meant (and `host` itself is not).
    package var isWildcard: Bool
    /// The port that is admitted besides the scheme's own.
    package var port: UInt16?

    package init(host: String, isWildcard: Bool = false, port: UInt16? = nil) {
        self.host = host
        self.isWildcard = isWildcard
        self.port = port
    }

    /// Whether this pattern names `host`, given in canonical form.
    ///
    /// Ports are compared elsewhere.
    package func admits(host: String) -> Bool {
        guard self.isWildcard else { return host == self.host }
        return host.utf8.count > self.host.utf8.count + 1 && host.hasSuffix("." + self.host)
    }
}
