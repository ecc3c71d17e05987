//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
package import Model

/// Resolves a connection at an integration of the catalogue.
struct RowResolution {
    private let integration: Integration
    private let fields: ConnectionFields
    private let auth: ConnectionAuth

    init(_ integration: Integration, _ auth: ConnectionAuth) {
        self.integration = integration
        self.fields = ConnectionFields(integration, auth)
        self.auth = auth
    }

    func resolve() throws(ResolutionError) -> ResolvedConnection {
        let method = try self.method()
        let base = BaseResolution(self.integration, method: method, fields: self.fields)
        var missing: [String] = []
        let headerNames = self.integration.headers.flatMap { IntegrationTemplate($0.value).names }
        for name in method.injectedNames + base.names + headerNames
        where !missing.contains(name) && self.fields.text(name) == nil {
            missing.append(name)
        }
        guard missing.isEmpty else { throw .missing(names: missing) }
        let (upstream, allowed) = try base.resolve()
        return ResolvedConnection(
            base: upstream,
            credential: try self.credential(of: method),
            staticHeaders: try self.staticHeaders(),
            allowedHosts: allowed + (try AllowedHosts.extra(in: self.auth, hosts: .vendors)))
    }

    // MARK: - Method

    /// The first method whose credentials are all there.
    private func method() throws(ResolutionError) -> AuthMethod {
        let usable = self.integration.methods.filter { $0.kind.isFixed || !$0.injectedNames.isEmpty }
        let complete = usable.filter { self.missing(in: $0).isEmpty }
        // A token's secret tells an OAuth1 token from an OAuth2 one that stands at the same place.
        let delegated = complete.first { $0.signingNames.contains("token_secret") }
        if let method = delegated ?? complete.first { return method }
        let known = usable.filter { $0.kind.isFixed || !$0.signingNames.isEmpty }
        // Nothing fits: complain about the method that something was given for.
        let begun = known.first { self.missing(in: $0).count < $0.injectedNames.count }
        guard let method = begun ?? known.first else {
            throw .unsupported(method: self.integration.methods.first?.kind.rawValue ?? "nothing")
        }
        return method
    }

    private func missing(in method: AuthMethod) -> [String] {
        method.injectedNames.filter { self.fields.text($0) == nil }
    }

    // MARK: - Credential

    private func credential(of method: AuthMethod) throws(ResolutionError) -> CredentialScheme {
        let signing = SigningResolution(text: self.fields.text)
        let clauses = SignatureClauses(method.signature ?? "")
        let filled = { (clause: String) throws(ResolutionError) in
            try clauses[clause]?.filled { (name) throws(ResolutionError) in try self.checked(name) }
        }
        switch method.kind {
        case .oauth1:
            guard let algorithm = clauses.oauth1Method else { throw .unsupported(method: method.kind.rawValue) }
            return .oauth1(try signing.oauth1(algorithm, realm: try filled("realm")))
        case .awsSignature4:
            guard let service = try filled("service"), let region = try filled("region") else {
                throw .unsupported(method: method.kind.rawValue)
            }
            return .awsSignature4(try signing.aws(service: service, region: region))
        case .oauth2, .apiKey, .basic, .bearer, .jwt, .session, .hmac, .digest, .custom:
            return .fixed(InjectedCredential(headers: try self.headers(of: method), query: try self.query(of: method)))
        }
    }

    /// A field made anew for every request is left to the caller.
    private func headers(of method: AuthMethod) throws(ResolutionError) -> [CredentialField] {
        var result: [CredentialField] = []
        for header in method.injectedHeaders {
            let template = IntegrationTemplate(header.value)
            guard !template.names.contains(MadeName.uuid) else { continue }
            let value = try template.filled { (name) throws(ResolutionError) in
                guard name != MadeName.basic else { return try self.basic(method) }
                let text = try self.checked(name)
                try CredentialText.checkHeader(text, name)
                return text
            }
            result.append(CredentialField(name: header.name, value: Secret(value)))
        }
        return result
    }

    private func query(of method: AuthMethod) throws(ResolutionError) -> [CredentialField] {
        var result: [CredentialField] = []
        for parameter in method.query ?? [] {
            let value = try IntegrationTemplate(parameter.value).filled { (name) throws(ResolutionError) in
                try self.checked(name)
            }
            result.append(CredentialField(name: parameter.name, value: Secret(value)))
        }
        return result
    }

    private func basic(_ method: AuthMethod) throws(ResolutionError) -> String {
        let fill = { (template: String) throws(ResolutionError) in
            try IntegrationTemplate(template).filled { (name) throws(ResolutionError) in try self.checked(name) }
        }
        let template = method.username ?? "{username}"
        let username = try fill(template)
        // RFC 7617 section 2: the first colon ends the user's name.
        guard !username.contains(":") else {
            throw .invalid(name: IntegrationTemplate(template).names.joined(separator: ", "), kind: "without a colon")
        }
        let password = try fill(method.password ?? "{password}")
        return Data("\(username):\(password)".utf8).base64EncodedString()
    }

    private func checked(_ name: String) throws(ResolutionError) -> String {
        guard let text = self.fields.text(name) else { throw .missing(names: [name]) }
        guard let variable = self.integration.variable(name) else {
            try CredentialText.check(text, name)
            return text
        }
        return try variable.checked(text)
    }

    private func staticHeaders() throws(ResolutionError) -> [StaticHeader] {
        var result: [StaticHeader] = []
        for header in self.integration.headers {
            let value = try IntegrationTemplate(header.value).filled { (name) throws(ResolutionError) in
                try self.checked(name)
            }
            result.append(StaticHeader(name: header.name, value: value))
        }
        return result
    }
}

extension IntegrationVariable {
    /// The value as it may enter a URL.
    package func checked(_ text: String) throws(ResolutionError) -> String {
        let value = self.kind.trimmed(text)
        if let values = self.values {
            guard values.contains(value) else {
                throw .invalid(name: self.name, kind: "one of \(values.filter { !$0.isEmpty }.joined(separator: ", "))")
            }
            return value
        }
        guard self.kind.admits(value) else {
            throw .invalid(name: self.name, kind: self.kind.inWords ?? "a value for a URL")
        }
        return value
    }
}
