//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import FoundationEssentials
internal import Model
internal import Outgoing

/// Makes the HTTP request that asks for a token, as the row says that the vendor wants it.
struct TokenRequestWriter {
    let plan: OAuthPlan
    let client: OAuthClient
    let text: PlanText
    let assertions: AssertionMaker

    init(plan: OAuthPlan, client: OAuthClient, assertions: AssertionMaker) {
        self.plan = plan
        self.client = client
        self.text = PlanText(plan, client: client)
        self.assertions = assertions
    }

    typealias Parameters = [(name: String, value: String)]

    func request(_ request: TokenRequest) throws(OAuthFailure) -> OutgoingRequest {
        let isRefresh: Bool
        var parameters: Parameters
        switch request {
        case .code(let code, let redirectURI, let verifier, let callback):
            isRefresh = false
            parameters = self.codeParameters(code, redirectURI, verifier, callback)
        case .refresh(let token):
            isRefresh = true
            parameters = [("grant_type", "refresh_token"), ("refresh_token", token.revealText())]
        case .credentials:
            isRefresh = false
            parameters = try self.credentialParameters()
        }
        let headers = try self.authenticate(&parameters)
        parameters.rename(by: self.plan.method.quirks.names)
        let refreshParameters = isRefresh ? self.plan.method.quirks.refreshParameters : nil
        parameters.replace(by: try self.text.filled(refreshParameters ?? self.plan.tokenParameters))
        return try self.outgoing(parameters, headers, url: isRefresh ? self.plan.refreshURL : self.plan.tokenURL)
    }

    // MARK: - Grants

    private func codeParameters(
        _ code: Secret, _ redirectURI: String, _ verifier: Secret?, _ callback: [String: String]
    ) -> Parameters {
        var parameters: Parameters = [("grant_type", OAuthGrant.authorizationCode.rawValue)]
        parameters += [("code", code.revealText()), ("redirect_uri", redirectURI)]
        if let verifier, self.plan.method.pkce != .refused {
            parameters.append(("code_verifier", verifier.revealText()))
        }
        for name in self.plan.method.quirks.callbackParameters {
            if let value = callback[name] { parameters.append((name, value)) }
        }
        return parameters
    }

    private func credentialParameters() throws(OAuthFailure) -> Parameters {
        guard let grant = self.plan.grant else { throw .missing("grant") }
        switch grant {
        case .jwtBearer: return try self.assertionParameters("jwt-bearer")
        case .samlBearer:
            guard let assertion = self.text.value("assertion") else { throw .missing("assertion") }
            return [("grant_type", Self.urn + "saml2-bearer"), ("assertion", assertion)] + self.scopeParameters
        case .password:
            guard let username = self.text.value("username") else { throw .missing("username") }
            guard let password = self.text.value("password") else { throw .missing("password") }
            return [("grant_type", grant.rawValue), ("username", username), ("password", password)]
                + self.scopeParameters
        case .authorizationCode: throw .missing("refresh_token")
        case .clientCredentials, .accountCredentials, .kekaAPI:
            return [("grant_type", grant.rawValue)] + self.scopeParameters
        }
    }

    private static let urn = "urn:ietf:params:oauth:grant-type:"

    private func assertionParameters(_ name: String) throws(OAuthFailure) -> Parameters {
        let grantType = (name: "grant_type", value: Self.urn + name)
        if let ready = self.text.value("jwt") { return [grantType, ("assertion", ready)] }
        return [grantType, ("assertion", try self.assertions.grantAssertion(self.plan, self.text))]
    }

    private var scopeParameters: Parameters {
        guard !self.plan.scopes.isEmpty else { return [] }
        return [("scope", self.plan.scopes.joined(separator: self.plan.method.scopeSeparator))]
    }

    // MARK: - The client

    /// RFC 6749 section 2.3.1, RFC 7523 section 2.2.
    private func authenticate(_ parameters: inout Parameters) throws(OAuthFailure) -> [CredentialField] {
        let secret = self.client.secret?.revealText()
        switch self.plan.method.clientAuthentication {
        case .assertion:
            let assertion = try self.assertions.clientAssertion(self.plan, self.text)
            parameters += [
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", assertion),
            ]
        case .basic:
            guard let secret else { fallthrough }
            let pair = FormText.escaped(self.client.id) + ":" + FormText.escaped(secret)
            let value = "Basic " + Data(pair.utf8).base64EncodedString()
            return [CredentialField(name: "Authorization", value: Secret(value))]
        case .body, .none:
            // A service account signs for itself and has no client.
            if !self.client.id.isEmpty, self.plan.grant != .jwtBearer || secret != nil {
                parameters.append(("client_id", self.client.id))
            }
            if let secret, self.plan.method.clientAuthentication != .none {
                parameters.append(("client_secret", secret))
            }
        }
        return []
    }

    // MARK: - The message

    private func outgoing(
        _ parameters: Parameters, _ headers: [CredentialField], url: String?
    ) throws(OAuthFailure) -> OutgoingRequest {
        guard let url else { throw .missing("token_url") }
        let filled = try self.text.filled(url, encode: FormText.escaped)
        let format = self.plan.method.quirks.tokenFormat
        let whole = format == .query || format == .get ? filled.appendingQuery(parameters) : filled
        var request = try VendorRequest.to(whole, method: format == .get ? "GET" : "POST", called: "token_url")
        request.headers += headers
        switch format {
        case .form, .json: self.setBody(parameters, isJSON: format == .json, of: &request)
        case .query: request.body = Secret(bytes: [])
        case .get: break
        }
        return request
    }

    /// A request with more parameters than a token request has, authenticated alike.
    func completed(
        _ request: OutgoingRequest, _ parameters: Parameters, isJSON: Bool
    ) throws(OAuthFailure) -> OutgoingRequest {
        var request = request
        var parameters = parameters
        request.headers += try self.authenticate(&parameters)
        parameters.rename(by: self.plan.method.quirks.names)
        self.setBody(parameters, isJSON: isJSON, of: &request)
        return request
    }

    private func setBody(_ parameters: Parameters, isJSON: Bool, of request: inout OutgoingRequest) {
        let members = Dictionary(parameters.map { ($0.name, JSONValue.string($0.value)) }) { _, last in last }
        request.body = Secret(isJSON ? JSONValue.object(members).text : FormText.encoded(parameters))
        request.headers.append(
            Self.contentType(isJSON ? "application/json" : "application/x-www-form-urlencoded"))
    }

    private static func contentType(_ value: String) -> CredentialField {
        CredentialField(name: "Content-Type", value: Secret(value))
    }
}

/// Requests to vendors that are not a caller's.
enum VendorRequest {
    static func to(_ url: String, method: String, called name: String) throws(OAuthFailure) -> OutgoingRequest {
        guard let parsed = OutgoingURL(parsing: url) else {
            throw .permanent(code: "url_invalid", message: "\(name) is not a URL that can be used")
        }
        var request = OutgoingRequest(method: method, url: parsed)
        request.headers = [CredentialField(name: "Accept", value: Secret("application/json"))]
        return request
    }
}
