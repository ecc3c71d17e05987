//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension Catalog {
    /// How tokens are asked for at the integration `type` by the method of `grant`, or by the one that `auth` is for.
    ///
    /// - Throws: `ResolutionError`: `missing` names what a person has still to give.
    package func oauth(
        type: String, auth: ConnectionAuth, grant: OAuthGrant? = nil
    ) throws(ResolutionError) -> OAuthPlan {
        guard let integration = self[type] else { throw .unknownIntegration }
        return try integration.oauth(auth: auth, grant: grant)
    }
}

extension Integration {
    /// As `Catalog.oauth(type:auth:grant:)`.
    package func oauth(auth: ConnectionAuth, grant: OAuthGrant? = nil) throws(ResolutionError) -> OAuthPlan {
        self.type == Integration.generic.type
            ? try GenericOAuth(auth: auth).plan(grant) : try OAuthResolution(self, auth).plan(grant)
    }

    /// As `Catalog.resolve(type:auth:)`.
    package func resolve(auth: ConnectionAuth) throws(ResolutionError) -> ResolvedConnection {
        self.type == Integration.generic.type
            ? try GenericResolution(auth: auth).resolve() : try RowResolution(self, auth).resolve()
    }
}

/// Makes the plan of a connection at an integration of the catalogue.
struct OAuthResolution {
    private let integration: Integration
    private let fields: ConnectionFields
    private let hosts: OAuthHosts

    init(_ integration: Integration, _ auth: ConnectionAuth) {
        self.integration = integration
        self.fields = ConnectionFields(integration, auth)
        self.hosts = OAuthHosts(integration: integration, fields: self.fields)
    }

    func plan(_ grant: OAuthGrant?) throws(ResolutionError) -> OAuthPlan {
        let method = try OAuthMethodChoice(integration: self.integration, fields: self.fields).method(grant)
        let missing = self.missing(in: method)
        guard missing.isEmpty else { throw .missing(names: missing) }
        var plan = OAuthPlan(integrationType: self.integration.type, method: method)
        let auth = self.fields.auth
        if self.isNew || self.missing([method.authorizationURL ?? ""], except: []).isEmpty {
            plan.authorizationURL = try self.url(method.authorizationURL, "authorize_url", given: auth.authorizeURL)
        }
        plan.tokenURL = try self.url(method.tokenURL, "token_url", given: auth.tokenURL)
        plan.refreshURL = try self.url(method.refreshURL ?? method.tokenURL, "refresh_url", given: auth.refreshURL)
        plan.revokeURL = try self.urlIfKnown(method.revokeURL, "revoke_url")
        plan.requestTokenURL = try self.url(method.requestTokenURL, "request_token_url")
        plan.issuer = try self.urlIfKnown(method.quirks.issuer, "issuer")
        plan.values = try self.values(of: method)
        plan.scopes = method.scopes.map { self.filled($0, plan.values) }
        plan.parameters = method.parameters
        plan.tokenParameters = method.tokenParameters
        plan.pendingVariables = self.integration.variables.filter { $0.origin != .user }
        plan.lookups = try self.lookups()
        plan.login = method.login
        if let login = method.login, let url = try self.url(login.url, "login") { plan.login?.url = url }
        return plan
    }

    // MARK: - What is missing

    /// What a person has still to give, in the order of the row.
    private func missing(in method: AuthMethod) -> [String] {
        let base = BaseResolution(self.integration, method: method, fields: self.fields)
        var texts = [method.tokenURL, method.requestTokenURL, method.login?.url].compactMap { $0 }
        if self.isNew { texts += [method.authorizationURL ?? ""] + method.parameters.map(\.value) }
        texts += base.names.map { "{\($0)}" } + method.injectedNames.map { "{\($0)}" }
        texts += self.integration.headers.map(\.value)
        if method.grant != .authorizationCode, method.kind != .oauth1 {
            texts += method.fields.map { "{\($0)}" } + method.tokenParameters.map(\.value)
        }
        return self.missing(texts, except: self.givenLater(method))
    }

    /// Whether the customer's consent is still to come: an imported connection need not know where to ask for it.
    private var isNew: Bool { self.fields.text("refresh_token") == nil }

    private func missing(_ texts: [String], except given: Set<String>) -> [String] {
        texts.flatMap { IntegrationTemplate($0).names }.reduce(into: []) { missing, name in
            guard !missing.contains(name), !given.contains(name), self.fields.text(name) == nil else { return }
            if let variable = self.integration.variable(name), variable.origin != .user { return }
            missing.append(name)
        }
    }

    /// What the client, the token or the log-in gives.
    private func givenLater(_ method: AuthMethod) -> Set<String> {
        let made: Set<String> = [
            "access_token", "refresh_token", "id_token", "client_id", "client_secret", MadeName.basic, MadeName.uuid,
            "expiration_date",
        ]
        return made.union(self.fields.hasKeyFile ? ["client_email"] : []).union(
            method.login?.capture.keys.map { $0 } ?? []
        ).union(method.madeNames)
            .union(method.kind == .oauth1 ? ["consumer_key", "consumer_secret", "token_id", "token_secret"] : [])
    }

    // MARK: - URLs

    /// A whole URL at one of the row's hosts; `nil` when a variable of it is still to come.
    private func url(
        _ template: String?, _ name: String, given: String? = nil
    ) throws(ResolutionError) -> String? {
        let url: String
        if let given, !given.isEmpty {
            url = given
        } else if let template, let filled = try self.filledURL(template) {
            url = filled
        } else {
            return nil
        }
        guard self.hosts.admit(url) else {
            throw .invalid(name: name, kind: "at one of the integration's hosts for authorization")
        }
        return url
    }

    /// Where not having it yet is no hindrance.
    private func urlIfKnown(_ template: String?, _ name: String) throws(ResolutionError) -> String? {
        guard self.missing([template ?? ""], except: []).isEmpty else { return nil }
        return try self.url(template, name)
    }

    /// Variables filled in; names of credentials stay.
    private func filledURL(_ template: String) throws(ResolutionError) -> String? {
        var isPending = false
        let url = try IntegrationTemplate(template).filled { (name) throws(ResolutionError) in
            guard let variable = self.integration.variable(name) else { return "{\(name)}" }
            guard let text = self.fields.text(name) else {
                guard variable.origin != .user else { throw .missing(names: [name]) }
                isPending = true
                return ""
            }
            return try variable.checked(text)
        }
        return isPending ? nil : url
    }

    private func lookups() throws(ResolutionError) -> [OAuthLookup] {
        var lookups: [OAuthLookup] = []
        for variable in self.integration.variables {
            guard let lookup = variable.lookup, let url = try self.urlIfKnown(lookup.url, "lookup") else { continue }
            lookups.append(OAuthLookup(variable: variable, url: url, path: lookup.path, headers: lookup.headers))
        }
        return lookups
    }

    // MARK: - Values

    private func values(of method: AuthMethod) throws(ResolutionError) -> [String: Secret] {
        var values: [String: Secret] = [:]
        for variable in self.integration.variables {
            guard let text = self.fields.text(variable.name) else { continue }
            values[variable.name] = Secret(try variable.checked(text))
        }
        for name in Self.usualFields + method.allFields + method.injectedNames + Self.templateNames(in: method) {
            guard values[name] == nil, let text = self.fields.text(name) else { continue }
            values[name] = Secret(text)
        }
        return values
    }

    private static let usualFields = ["username", "password", "private_key", "client_id", "client_secret"]

    private static func templateNames(in method: AuthMethod) -> [String] {
        var texts = (method.parameters + method.tokenParameters + (method.quirks.refreshParameters ?? [])).map(\.value)
        texts += method.scopes + [method.username, method.password, method.quirks.assertion?.keyID].compactMap { $0 }
        texts += method.quirks.assertion?.claims.map(\.value) ?? []
        return texts.flatMap { IntegrationTemplate($0).names }
    }

    private func filled(_ template: String, _ values: [String: Secret]) -> String {
        IntegrationTemplate(template).filled { (name) throws(Never) in values[name]?.revealText() ?? "{\(name)}" }
    }
}
