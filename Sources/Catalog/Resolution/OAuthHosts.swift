//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The hosts that may be sent client secrets, codes, refresh tokens and log-in fields.
struct OAuthHosts {
    let integration: Integration
    let fields: ConnectionFields

    /// Whether the URL, its variables filled in, lies at one of them.
    func admit(_ url: String) -> Bool {
        guard let scheme = url.firstRange(of: "://") else { return false }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }.lowercased()
        guard !authority.contains("@"), !authority.isEmpty else { return false }
        let host = Self.withoutPort(authority)
        // `HOST:PORT` of a row of one's own means the scheme's port too.
        let place = host == authority ? "\(host):\(url.hasPrefix("http://") ? 80 : 443)" : authority
        // Plain text is for places that a row spells out, never for a host that was meant by https.
        let isSecure = url.prefix(8).lowercased() == "https://"
        return self.integration.authHosts.contains { pattern in
            guard isSecure else { return pattern == place }
            if pattern.hasPrefix("{") { return self.host(of: String(pattern.dropFirst().dropLast())) == host }
            if pattern.hasPrefix("*.") { return HostName.isBelow(host, String(pattern.dropFirst(2))) }
            return pattern == host || pattern == place
        }
    }

    private static func withoutPort(_ authority: String) -> String {
        let afterAddress = authority.lastIndex(of: "]") ?? authority.startIndex
        return authority[afterAddress...].lastIndex(of: ":").map { String(authority[..<$0]) } ?? authority
    }

    private func host(of name: String) -> String? {
        guard let variable = self.integration.variable(name), let text = self.fields.text(name),
            let value = try? variable.checked(text)
        else { return nil }
        return variable.kind.host(in: value)
    }
}
