//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The host patterns of a row, `allowed_hosts` or `auth_hosts`: `HOST`, `*.HOST`, `{variable}`, and in rows that did not
/// come with the build `HOST:PORT`.
///
/// The last form names a self-hosted product: any name or address, by http or https, at exactly that port. Whether it
/// may be dialled is for the egress policy to say, at every dial (DESIGN section 7).
struct RowHosts {
    let patterns: [String]

    /// What `HOST:PORT` names; `nil` for other patterns and for what is not written in its one canonical form.
    static func place(_ pattern: String) -> HostPattern? {
        guard !pattern.contains(where: { "/{}*".contains($0) }),
            let base = BaseURL(hosts: .any).parse("https://" + pattern), Self.text(base) == pattern
        else { return nil }
        return HostPattern(host: base.host, port: base.port)
    }

    /// `HOST:PORT` of a base URL, canonical.
    static func text(_ base: UpstreamBase) -> String {
        let name = base.host.utf8.contains(UInt8(ascii: ":")) ? "[\(base.host)]" : base.host
        return "\(name):\(base.port)"
    }

    /// Whether a pattern `HOST:PORT` names just the place that `base` is at.
    func namesPlace(of base: UpstreamBase) -> Bool { self.patterns.contains(Self.text(base)) }

    /// Whether a pattern other than `{variable}` admits the host, and the port where it says one.
    func admits(_ base: UpstreamBase) -> Bool {
        self.namesPlace(of: base)
            || self.patterns.contains { pattern in
                pattern.hasPrefix("*.")
                    ? HostName.isBelow(base.host, String(pattern.dropFirst(2))) : pattern == base.host
            }
    }

    /// Reads a URL without its query: https at a public name, or whatever scheme at a place that a pattern names.
    func parse(_ text: String) -> UpstreamBase? {
        if let base = BaseURL(hosts: .vendors).parse(text) { return base }
        guard let base = BaseURL(hosts: .any).parse(text), self.namesPlace(of: base) else { return nil }
        return base
    }
}
