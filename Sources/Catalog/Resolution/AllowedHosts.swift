//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Hosts that the operator lists on a connection, `auth.meta.allowed_hosts`, for `__domain`.
enum AllowedHosts {
    static let member = "allowed_hosts"

    /// A list, or text with commas, of `host`, `host:port` and `*.host`.
    static func extra(in auth: ConnectionAuth, hosts: BaseURL.Hosts) throws(ResolutionError) -> [HostPattern] {
        var patterns: [HostPattern] = []
        for text in try Self.texts(in: auth) {
            guard let pattern = Self.pattern(text, hosts) else { throw Self.invalid }
            patterns.append(pattern)
        }
        return patterns
    }

    private static let invalid = ResolutionError.invalid(
        name: Self.member, kind: "a list of hosts, as host, host:port or *.host of two labels or more")

    private static func texts(in auth: ConnectionAuth) throws(ResolutionError) -> [String] {
        switch auth.meta[Self.member] {
        case nil, .null: return []
        case .string(let text):
            return text.split(separator: ",").map { String($0.drop { $0 == " " }) }.map { item in
                String(item.reversed().drop { $0 == " " }.reversed())
            }
        case .array(let items):
            let texts = items.compactMap { item -> String? in
                guard case .string(let text) = item else { return nil }
                return text
            }
            guard texts.count == items.count else { throw Self.invalid }
            return texts
        case .bool, .number, .object: throw Self.invalid
        }
    }

    private static func pattern(_ text: String, _ hosts: BaseURL.Hosts) -> HostPattern? {
        if text.hasPrefix("*.") {
            guard let host = BaseURL(hosts: .vendors).canonicalHost(text.dropFirst(2)) else { return nil }
            return HostPattern(host: host, isWildcard: true)
        }
        // Read as the authority of a URL, so that there is one reading of hosts and ports.
        guard !text.contains("/"), let base = BaseURL(hosts: hosts).parse("https://" + text) else { return nil }
        return HostPattern(host: base.host, port: base.port == 443 ? nil : base.port)
    }
}
