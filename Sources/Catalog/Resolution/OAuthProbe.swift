//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// An integration's probe for one connection: where it goes and what is put on it.
package struct ResolvedProbe: Sendable {
    package var method: String
    /// A whole URL.
    package var url: String
    package var body: String?
    package var expectedMembers: [String: JSONValue]
    package var connection: ResolvedConnection
}

extension Integration {
    /// The probe of a connection with these fields; `nil` when the row has none.
    package func probe(auth: ConnectionAuth) throws(ResolutionError) -> ResolvedProbe? {
        guard let probe = self.probe else { return nil }
        let resolved = try self.resolve(auth: auth)
        let url: String
        switch probe.target {
        case .path(let path):
            let base = resolved.base
            let host = base.host.utf8.contains(UInt8(ascii: ":")) ? "[\(base.host)]" : base.host
            let filled = try self.filled(path, auth)
            url = "\(base.scheme.rawValue)://\(host):\(base.port)\(base.pathPrefix)\(filled)"
        case .url(let template):
            url = try self.filled(template, auth)
            let hosts = HostCoverage(patterns: self.allowedHosts, variables: [:])
            guard let host = UpstreamHost.host(of: url), host == resolved.base.host || hosts.covers(host) else {
                throw .invalid(name: "probe", kind: "at one of the integration's hosts")
            }
        }
        return ResolvedProbe(
            method: probe.method, url: url, body: probe.body, expectedMembers: probe.expectedMembers,
            connection: resolved)
    }

    private func filled(_ template: String, _ auth: ConnectionAuth) throws(ResolutionError) -> String {
        let fields = ConnectionFields(self, auth)
        return try IntegrationTemplate(template).filled { (name) throws(ResolutionError) in
            guard let text = fields.text(name) else { throw .missing(names: [name]) }
            guard let variable = self.variable(name) else {
                guard VariableKind.id.admits(text) else { throw .invalid(name: name, kind: "a value for a URL") }
                return text
            }
            return try variable.checked(text)
        }
    }
}

/// The host that a whole URL names.
enum UpstreamHost {
    /// Lower case, without the port.
    static func host(of url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }.lowercased()
        guard !authority.contains("@"), !authority.isEmpty else { return nil }
        let afterAddress = authority.lastIndex(of: "]") ?? authority.startIndex
        return authority[afterAddress...].lastIndex(of: ":").map { String(authority[..<$0]) } ?? authority
    }
}
