//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The base URL of a connection at an integration of the catalogue, and the hosts that come with it.
struct BaseResolution {
    private let integration: Integration
    private let fields: ConnectionFields
    private let template: IntegrationTemplate
    /// The variable that the base URL begins with, when it takes scheme and host from one.
    private let leading: IntegrationVariable?
    /// `auth.api_url` when it stands for the whole base URL.
    private let replacement: String?
    /// `auth.api_url` when it stands for the leading variable.
    private let leadingValue: String?

    init(_ integration: Integration, method: AuthMethod, fields: ConnectionFields) {
        self.integration = integration
        self.fields = fields
        self.template = IntegrationTemplate(method.baseURL ?? integration.baseURL)
        let leading = self.template.leadingVariable.flatMap(integration.variable)
        self.leading = leading
        let given = fields.auth.apiURL.flatMap { $0.isEmpty ? nil : $0 }
        let fits = given.map { (try? leading?.checked($0)) != nil } ?? false
        self.replacement = fits ? nil : given
        self.leadingValue = fits ? given : nil
    }

    /// Names that must have a value.
    var names: [String] {
        guard self.replacement == nil else { return [] }
        return self.template.names.filter { $0 != self.leading?.name || self.leadingValue == nil }
    }

    /// The base and the hosts that `__domain` may name (CONTRACT 1.4).
    func resolve() throws(ResolutionError) -> (UpstreamBase, [HostPattern]) {
        let base: UpstreamBase
        if let text = self.replacement { base = try self.replaced(by: text) } else { base = try self.filled() }
        guard self.admits(base) else {
            throw .invalid(name: self.blamed, kind: "at one of the integration's hosts")
        }
        return (base, self.allowedHosts(base))
    }

    private func filled() throws(ResolutionError) -> UpstreamBase {
        let text = try self.template.filled { (name) throws(ResolutionError) in
            guard let variable = self.integration.variable(name) else { throw .missing(names: [name]) }
            let given = name == self.leading?.name ? self.leadingValue : nil
            guard let text = given ?? self.fields.text(name) else { throw .missing(names: [name]) }
            return try variable.checked(text)
        }
        guard let base = self.hosts.parse(text) else {
            throw .invalid(name: self.blamed, kind: "fit for a base URL")
        }
        return base
    }

    private func replaced(by text: String) throws(ResolutionError) -> UpstreamBase {
        guard let base = self.hosts.parse(text) else {
            throw .invalid(name: "api_url", kind: "an https URL of a host and maybe a path")
        }
        let isOwnPort = base.port == 443 || self.template.plainText.hasSuffix(":\(base.port)")
        guard isOwnPort || self.isSelfHosted || self.hosts.namesPlace(of: base) else {
            throw .invalid(name: "api_url", kind: "at the integration's port")
        }
        return base
    }

    private var blamed: String {
        self.replacement == nil ? self.template.names.joined(separator: ", ") : "api_url"
    }

    // MARK: - Hosts

    private var hosts: RowHosts { RowHosts(patterns: self.integration.allowedHosts) }

    /// The part of the template that says the host.
    private var hostTemplate: IntegrationTemplate { Self.hostTemplate(self.template) }

    private static func hostTemplate(_ template: IntegrationTemplate) -> IntegrationTemplate {
        if let name = template.leadingVariable { return IntegrationTemplate("{\(name)}") }
        let text = template.filled { (name) throws(Never) in "{\(name)}" }
        let isPlain = text.hasPrefix("http://")
        return IntegrationTemplate(String(text.dropFirst(isPlain ? 7 : 8).prefix { $0 != "/" }))
    }

    /// Whether any host may be meant: the one that the connection is made for.
    private var isSelfHosted: Bool {
        self.hostTemplate.names.contains { self.integration.allowedHosts.contains("{\($0)}") }
    }

    private func admits(_ base: UpstreamBase) -> Bool { self.isSelfHosted || self.hosts.admits(base) }

    /// Whether customers name hosts below the vendor's domain: then a wildcard admits strangers.
    private var isNamedByCustomers: Bool {
        let bases = [self.integration.baseURL] + self.integration.methods.compactMap(\.baseURL)
        return bases.contains { !Self.hostTemplate(IntegrationTemplate($0)).names.isEmpty }
    }

    private func allowedHosts(_ base: UpstreamBase) -> [HostPattern] {
        let own = HostPattern(host: base.host, port: base.port == base.scheme.defaultPort ? nil : base.port)
        let named = self.isNamedByCustomers
        let patterns = self.integration.allowedHosts.compactMap { pattern -> HostPattern? in
            if pattern.hasPrefix("*.") {
                return named ? nil : HostPattern(host: String(pattern.dropFirst(2)), isWildcard: true)
            }
            if pattern.hasPrefix("{") { return self.host(ofVariable: pattern) }
            return RowHosts.place(pattern) ?? HostPattern(host: pattern)
        }
        return ([own] + patterns).reduce(into: []) { hosts, host in
            if !hosts.contains(host) { hosts.append(host) }
        }
    }

    /// The host of a pattern `{variable}` that the base URL does not name itself.
    private func host(ofVariable pattern: String) -> HostPattern? {
        let name = String(pattern.dropFirst().dropLast())
        guard !self.hostTemplate.names.contains(name), let variable = self.integration.variable(name),
            let text = self.fields.text(name), let value = try? variable.checked(text),
            let host = variable.kind.host(in: value)
        else { return nil }
        return HostPattern(host: host)
    }
}
