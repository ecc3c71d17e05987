//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
internal import Crypto
package import Model
internal import Outgoing

/// A request token of OAuth 1.0a, or the access token that it became; `secret` signs.
package struct OAuth1Token: Sendable {
    package var token: String
    package var secret: Secret

    package init(token: String, secret: Secret) {
        self.token = token
        self.secret = secret
    }
}

/// OAuth 1.0a, for vendors without OAuth 2 (RFC 5849 section 2): a temporary token, the customer's word, the token.
extension VendorService {
    /// Asks for a temporary token; the client is the consumer.
    package func requestToken(
        _ plan: OAuthPlan, client: OAuthClient, redirectURI: String
    ) async throws(OAuthFailure) -> OAuth1Token {
        guard let url = plan.requestTokenURL else { throw .missing("request_token_url") }
        let request = try self.signed(url, ["oauth_callback": redirectURI], plan, client, token: nil)
        let members = try await self.oauth1Members(request)
        guard members["oauth_callback_confirmed"] == "true" else {
            throw .malformed("the vendor does not confirm where it sends the customer back")
        }
        return try Self.token(in: members)
    }

    /// Where the customer's browser is sent with a temporary token; it comes back with `oauth_verifier`.
    package func authorizationURL(
        _ plan: OAuthPlan, client: OAuthClient, requestToken: OAuth1Token
    ) throws(OAuthFailure) -> String {
        guard let url = plan.authorizationURL else { throw .missing("authorization_url") }
        var parameters: [(name: String, value: String)] = [("oauth_token", requestToken.token)]
        if !plan.scopes.isEmpty {
            parameters.append(("scope", plan.scopes.joined(separator: plan.method.scopeSeparator)))
        }
        parameters += try PlanText(plan, client: client).filled(plan.parameters)
        return url.appendingQuery(parameters)
    }

    /// Exchanges an authorized temporary token; the grant's `captured` holds `token_id` and `token_secret`.
    package func accessToken(
        _ plan: OAuthPlan, client: OAuthClient, requestToken: OAuth1Token, verifier: Secret
    ) async throws(OAuthFailure) -> TokenGrant {
        guard let url = plan.tokenURL else { throw .missing("token_url") }
        let request = try self.signed(
            url, ["oauth_verifier": verifier.revealText()], plan, client, token: requestToken)
        let token = try Self.token(in: try await self.oauth1Members(request))
        var grant = TokenGrant(accessToken: Secret(token.token))
        grant.captured = ["token_id": Secret(token.token), "token_secret": token.secret]
        grant.captured["consumer_key"] = Secret(client.id)
        grant.captured["consumer_secret"] = client.secret
        return grant
    }

    private func oauth1Members(_ request: OutgoingRequest) async throws(OAuthFailure) -> [String: String] {
        let answer = try await self.answer(to: request)
        try VendorAnswer.checkStatus(answer)
        // A form, whatever its content type says: most vendors call it HTML.
        guard let members = FormText.decoded(answer.body.revealBytes()) else {
            throw .malformed("the vendor's answer is not a form")
        }
        return members
    }

    private static func token(in members: [String: String]) throws(OAuthFailure) -> OAuth1Token {
        guard let token = members["oauth_token"], let secret = members["oauth_token_secret"],
            VendorAnswer.isCredential(token), VendorAnswer.isCredential(secret)
        else { throw .malformed("the vendor's answer holds no token") }
        return OAuth1Token(token: token, secret: Secret(secret))
    }

    /// A POST without a body, signed (RFC 5849 section 3).
    private func signed(
        _ url: String, _ extra: [String: String], _ plan: OAuthPlan, _ client: OAuthClient, token: OAuth1Token?
    ) throws(OAuthFailure) -> OutgoingRequest {
        guard let secret = client.secret else { throw .missing("consumer_secret") }
        var parameters = extra
        let usesSHA256 = plan.method.signature?.contains("SHA256") ?? false
        parameters["oauth_consumer_key"] = client.id
        parameters["oauth_nonce"] = Base64URL.encode(self.surroundings.random(16))
        parameters["oauth_timestamp"] = String(self.surroundings.now().milliseconds / 1000)
        parameters["oauth_version"] = "1.0"
        parameters["oauth_signature_method"] = usesSHA256 ? "HMAC-SHA256" : "HMAC-SHA1"
        parameters["oauth_token"] = token?.token
        var request = try VendorRequest.to(url, method: "POST", called: "request_token_url")
        let base = Self.baseString(request.url, parameters)
        let key = FormText.escaped(secret.revealText()) + "&" + FormText.escaped(token?.secret.revealText() ?? "")
        let signingKey = SymmetricKey(data: Array(key.utf8))
        parameters["oauth_signature"] =
            usesSHA256
            ? Self.base64(HMAC<SHA256>.authenticationCode(for: base, using: signingKey))
            : Self.base64(HMAC<Insecure.SHA1>.authenticationCode(for: base, using: signingKey))
        let fields = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(FormText.escaped($0.value))\"" }
        let value = Secret("OAuth " + fields.joined(separator: ", "))
        request.headers.append(CredentialField(name: "Authorization", value: value))
        request.body = Secret(bytes: [])
        return request
    }

    /// RFC 5849 section 3.4.1; URLs of rows have no query.
    private static func baseString(_ url: OutgoingURL, _ parameters: [String: String]) -> [UInt8] {
        let scheme = url.isSecure ? "https" : "http"
        let address = "\(scheme)://\(url.authority)\(url.target)"
        let pairs = parameters.map { (FormText.escaped($0.key), FormText.escaped($0.value)) }
            .sorted { $0.0 < $1.0 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return Array("POST&\(FormText.escaped(address))&\(FormText.escaped(pairs))".utf8)
    }

    private static func base64(_ code: some Sequence<UInt8>) -> String { Base64URL.standard(Array(code)) }
}
