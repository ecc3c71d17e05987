//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// One way for a customer to connect at an integration, and what the customer has to give for it.
package struct ConnectMethod: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Consent at the vendor's own site.
        case consent
        /// A credential that goes with every request as it is.
        case typed
        /// What a token is asked for with.
        case token
    }

    /// Its place among the integration's methods.
    package var index: Int
    package var kind: Kind
    package var authKind: AuthKind
    package var grant: OAuthGrant?
    package var fields: [ConnectField]

    package init(index: Int, kind: Kind, authKind: AuthKind, grant: OAuthGrant?, fields: [ConnectField]) {
        self.index = index
        self.kind = kind
        self.authKind = authKind
        self.grant = grant
        self.fields = fields
    }
}

/// One thing that a customer gives.
package struct ConnectField: Sendable, Hashable {
    package enum Entry: Sendable, Hashable {
        case text
        /// Not shown, and never sent back to the page.
        case secret
        /// As `secret`, of several lines: a key file.
        case secretLines
        case choice([String])
    }

    package var name: String
    package var entry: Entry
    package var isRequired = true
    /// What a value has to be; `nil` for a credential.
    package var variable: VariableKind?
    package var example: String?
    /// A note of the catalogue, in English.
    package var note: String?
    package var defaultValue: String?

    package init(name: String, entry: Entry) {
        self.name = name
        self.entry = entry
    }

    package var isSecret: Bool { self.entry == .secret || self.entry == .secretLines }
}

extension Integration {
    /// The ways to connect that a page of ours can offer, the usual one first.
    ///
    /// Consent is one of them only when there is a client to ask with.
    package func connectMethods(hasClient: Bool) -> [ConnectMethod] {
        self.methods.enumerated().compactMap { index, method in
            guard let kind = method.connectKind(hasClient: hasClient) else { return nil }
            let fields = ConnectFields(integration: self, method: method, kind: kind).all
            guard kind == .consent || !fields.isEmpty else { return nil }
            return ConnectMethod(
                index: index, kind: kind, authKind: method.kind, grant: method.grant, fields: fields)
        }
    }
}

extension AuthMethod {
    fileprivate func connectKind(hasClient: Bool) -> ConnectMethod.Kind? {
        switch self.kind {
        case .apiKey, .basic, .bearer: .typed
        case .session: self.login == nil ? nil : .token
        case .jwt: .token
        case .oauth2:
            switch self.grant {
            case .authorizationCode: hasClient ? .consent : nil
            case .clientCredentials, .jwtBearer, .password, .accountCredentials: .token
            case .samlBearer, .kekaAPI, nil: nil
            }
        case .oauth1, .awsSignature4, .hmac, .digest, .custom: self.injectedNames.isEmpty ? nil : .typed
        }
    }
}

/// Works out what a customer has to give for one method.
private struct ConnectFields {
    let integration: Integration
    let method: AuthMethod
    let kind: ConnectMethod.Kind

    var all: [ConnectField] {
        var fields: [ConnectField] = []
        for name in self.names where !fields.contains(where: { $0.name == name }) {
            guard var field = self.field(name) else { continue }
            if self.method.quirks.optionalFields.contains(name) { field.isRequired = false }
            fields.append(field)
        }
        return fields
    }

    /// Every name in the method's templates, credentials first.
    private var names: [String] {
        let base = [self.method.baseURL ?? self.integration.baseURL] + self.integration.headers.map(\.value)
        let urls = [self.method.tokenURL, self.method.refreshURL].compactMap { $0 }
        let extras = (self.method.parameters + self.method.tokenParameters).map(\.value) + self.method.scopes
        let login = self.method.login.map { [$0.url] + $0.headers.map(\.value) + [$0.bodyText] } ?? []
        let templates: [String]
        switch self.kind {
        case .consent: templates = [self.method.authorizationURL].compactMap { $0 } + urls + extras + base + login
        case .typed: templates = base
        case .token: templates = login + urls + extras + base
        }
        return self.credentials + self.method.fields + templates.flatMap { IntegrationTemplate($0).names }
    }

    private var credentials: [String] {
        switch self.kind {
        case .consent: return []
        case .typed: return self.method.injectedNames
        case .token: break
        }
        switch self.method.grant {
        case .clientCredentials, .accountCredentials: return ["client_id", "client_secret"]
        case .password: return ["username", "password", "client_id", "client_secret"]
        case .jwtBearer: return ["private_key"]
        case .authorizationCode, .samlBearer, .kekaAPI, nil: break
        }
        return self.method.kind == .jwt ? ["private_key"] : self.method.injectedNames
    }

    /// `nil` for what nobody types in.
    private func field(_ name: String) -> ConnectField? {
        guard !self.madeNames.contains(name) else { return nil }
        guard let variable = self.integration.variable(name) else { return self.credential(name) }
        guard variable.origin == .user else { return nil }
        let closed = variable.values.map { $0.filter { !$0.isEmpty } }
        guard variable.defaultValue == nil || closed != nil else { return nil }
        var field = ConnectField(name: name, entry: variable.kind == .secret ? .secret : .text)
        if let closed { field.entry = .choice(closed) }
        field.isRequired = variable.defaultValue == nil
        field.variable = variable.kind
        field.example = variable.example
        field.note = variable.note
        field.defaultValue = variable.defaultValue
        return field
    }

    private func credential(_ name: String) -> ConnectField? {
        if self.kind == .consent, name == "client_id" || name == "client_secret" { return nil }
        if name == "private_key" || name == "service_account" || name == "pem" {
            return ConnectField(name: name, entry: .secretLines)
        }
        let plain = [
            "username", "email", "user", "login", "region", "account", "company", "tenant", "database", "site",
        ]
        let isPlain = plain.contains(name) || name.hasSuffix("_id") || name.hasSuffix("_email") || name == "issuer"
        var field = ConnectField(name: name, entry: isPlain ? .text : .secret)
        // A key file says whose key it is; and most keys act for themselves.
        field.isRequired = self.kind != .token || !(name == "client_email" || name == "subject")
        // Only temporary keys of AWS have one.
        if name == "session_token" { field.isRequired = false }
        return field
    }

    /// What the vendor or we make of other values.
    private var madeNames: Set<String> {
        var made: Set<String> = [
            MadeName.basic, MadeName.uuid, "access_token", "refresh_token", "jwt", "code", "expiration_date",
        ]
        if self.kind == .typed { made.remove("access_token") }
        if let login = self.method.login { made.formUnion(login.capture.keys) }
        return made
    }
}

extension AuthLogin {
    fileprivate var bodyText: String {
        switch self.body {
        case .json(let text), .form(let text): text
        case nil: ""
        }
    }
}
