//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// One authentication method.
struct MethodRules {
    let scope: RuleScope
    let row: Integration
    private let known: Set<String>
    private let urls: URLRules
    private let templates: TemplateRules

    init(_ method: AuthMethod, of row: Integration, scope: RuleScope) {
        var known = Set(row.variables.map(\.name)).union(method.allFields).union(method.kind.impliedNames)
        known.insert(MadeName.uuid)
        known.formUnion(method.madeNames)
        if let login = method.login { known.formUnion(login.capture.keys) }
        self.scope = scope
        self.row = row
        self.known = known
        self.urls = URLRules(scope: scope)
        self.templates = TemplateRules(scope: scope, known: known)
    }

    func check(_ method: AuthMethod) {
        self.checkShape(method)
        self.checkLogin(method)
        self.checkURLs(method)
        self.templates.check(method.headers?.map(\.value), at: "header")
        self.templates.check(method.query?.map(\.value), at: "query")
        self.templates.check(method.username ?? "", at: "username")
        self.templates.check(method.password ?? "", at: "password")
        self.templates.check(method.parameters.map(\.value), at: "params")
        self.checkSecrecy(method)
        self.templates.check(method.tokenParameters.map(\.value), at: "token_params")
        self.templates.check(method.scopes, at: "scopes")
        self.templates.check(method.quirks.refreshParameters?.map(\.value), at: "refresh_params")
        self.templates.check(method.quirks.assertion?.keyID ?? "", at: "assertion")
        self.templates.check(method.quirks.assertion?.claims.map(\.value), at: "assertion")
        if method.scopes.contains(where: { $0.contains(where: \.isWhitespace) }) {
            self.scope.fault("a scope with white space", at: "scopes")
        }
        for header in method.headers ?? [] where FieldText.isReserved(header.name) {
            self.scope.fault("header \(header.name) does not belong here", at: "header")
        }
    }

    /// What the customer's browser is sent to must not hold what grants access.
    private func checkSecrecy(_ method: AuthMethod) {
        let shown =
            [("authorization_url", method.authorizationURL ?? "")] + method.parameters.map { ("params", $0.value) }
        for (key, text) in shown {
            for name in IntegrationTemplate(text).names
            where AuthMethod.isSecretName(name) || self.scope.kind(of: name) == .secret {
                self.scope.fault("{\(name)} would be shown to the customer's browser", at: key)
            }
        }
    }

    /// Members that each kind must have.
    private func checkShape(_ method: AuthMethod) {
        switch method.kind {
        case .oauth2:
            if method.grant == nil { self.scope.fault("oauth2 wants grant", at: "grant") }
            if method.tokenURL == nil { self.scope.fault("oauth2 wants token_url") }
            if (method.grant == .authorizationCode) != (method.authorizationURL != nil) {
                self.scope.fault("authorization_url goes with the authorization_code grant", at: "authorization_url")
            }
            if method.rotatesRefreshToken == true, method.issuesRefreshToken == false {
                self.scope.fault("rotates without refresh", at: "rotates")
            }
        case .apiKey:
            if method.headers == nil, method.query == nil, !self.row.baseURL.contains("{token}") {
                self.scope.fault("api_key wants header or query")
            }
        case .basic:
            if method.username == nil || method.password == nil {
                self.scope.fault("basic wants username and password")
            }
        case .session:
            if method.login == nil { self.scope.fault("session wants login") }
        case .oauth1, .awsSignature4: self.checkSignature(method)
        case .bearer, .jwt, .hmac, .digest, .custom: break
        }
    }

    private func checkSignature(_ method: AuthMethod) {
        let signature = SignatureClauses(method.signature ?? "")
        if method.kind == .oauth1, signature.oauth1Method == nil {
            self.scope.fault("oauth1 wants signature: HMAC-SHA256, HMAC-SHA1 or PLAINTEXT", at: "signature")
        }
        if method.kind == .awsSignature4, signature["service"] == nil || signature["region"] == nil {
            self.scope.fault("aws_sigv4 wants signature: service NAME, region NAME", at: "signature")
        }
        self.templates.check(method.signature ?? "", at: "signature")
    }

    private func checkLogin(_ method: AuthMethod) {
        guard let login = method.login else { return }
        let host = self.urls.check(login.url, "login.url", at: "login")
        self.urls.check(host, "login.url", at: "login", in: self.row.authHosts, called: "auth_hosts")
        // A date that the vendor wants in its URL; the log-in makes it.
        let made: Set<String> = ["token", "expiration_date"]
        let known = self.known.subtracting(login.capture.keys).union(AuthKind.oauth2.impliedNames).union(made)
            .union(method.allFields).union(self.row.variables.map(\.name)).union(method.madeNames)
        var texts = [login.url] + login.headers.map(\.value)
        switch login.body {
        case .json(let text), .form(let text): texts.append(text)
        case nil: break
        }
        for name in texts.flatMap({ IntegrationTemplate($0).names }) where !known.contains(name) {
            self.scope.fault("login: {\(name)} is not declared", at: "login")
        }
    }

    private func checkURLs(_ method: AuthMethod) {
        let fields = [
            ("authorization_url", method.authorizationURL), ("token_url", method.tokenURL),
            ("refresh_url", method.refreshURL), ("revoke_url", method.revokeURL),
            ("request_token_url", method.requestTokenURL), ("issuer", method.quirks.issuer),
        ]
        for case (let key, let url?) in fields {
            let host = self.urls.check(url, key, at: key)
            self.templates.check(url, at: key)
            self.urls.check(host, key, at: key, in: self.row.authHosts, called: "auth_hosts")
        }
        guard let base = method.baseURL else { return }
        let host = self.urls.check(base, "base_url", at: "base_url")
        self.templates.check(base, at: "base_url")
        self.urls.check(host, "base_url", at: "base_url", in: self.row.allowedHosts, called: "allowed_hosts")
    }
}
