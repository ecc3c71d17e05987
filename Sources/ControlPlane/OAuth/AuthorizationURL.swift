//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
internal import Crypto
package import Model

extension VendorService {
    /// Where the customer's browser is sent (RFC 6749 section 4.1.1).
    ///
    /// PKCE with S256 is left out only where the row says that the vendor refuses it: others ignore what they do not
    /// know (RFC 6749 section 3.1). Without `scopes` the plan's own are asked for.
    package func authorizationURL(
        _ plan: OAuthPlan, client: OAuthClient, redirectURI: String, state: Secret, pkce: PKCE, scopes: [String] = []
    ) throws(OAuthFailure) -> String {
        guard let template = plan.authorizationURL else { throw .missing("authorization_url") }
        let text = PlanText.forBrowsers(plan, client: client)
        let base = try text.filled(template, encode: FormText.escaped)
        var parameters: [(name: String, value: String)] = [("response_type", "code"), ("client_id", client.id)]
        parameters += [("redirect_uri", redirectURI), ("state", state.revealText())]
        let wanted = scopes.isEmpty ? plan.scopes : scopes
        if !wanted.isEmpty { parameters.append(("scope", wanted.joined(separator: plan.method.scopeSeparator))) }
        if plan.method.pkce != .refused {
            parameters += [("code_challenge", pkce.challenge), ("code_challenge_method", "S256")]
        }
        parameters.rename(by: plan.method.quirks.names)
        parameters.replace(by: try text.filled(plan.parameters))
        return base.appendingQuery(parameters)
    }

    /// Checks what a redirect says of itself, where the vendor signs it.
    ///
    /// Shopify: `hmac` is the HMAC-SHA256 of the other parameters, sorted and joined as they stand in a query.
    package func checkCallback(
        _ callback: [String: String], plan: OAuthPlan, client: OAuthClient
    ) throws(OAuthFailure) {
        guard let name = plan.method.quirks.callbackHMAC else { return }
        guard let given = callback[name], let secret = client.secret else {
            throw .permanent(code: "callback_unsigned", message: "the redirect is not signed by the vendor")
        }
        let signed = callback.filter { $0.key != name }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(signed.utf8), using: SymmetricKey(data: secret.revealBytes()))
        let expected = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        guard Secret(expected) == Secret(given.lowercased()) else {
            throw .permanent(code: "callback_forged", message: "the signature of the redirect is wrong")
        }
    }
}

extension [(name: String, value: String)] {
    /// Gives parameters the vendor's own names.
    mutating func rename(by names: [String: String]) {
        for index in self.indices { self[index].name = names[self[index].name] ?? self[index].name }
    }

    /// Adds `others`; one of the same name gives way.
    mutating func replace(by others: [(name: String, value: String)]) {
        for other in others { self.removeAll { $0.name == other.name } }
        self += others
    }
}

extension String {
    /// A URL with more parameters in its query.
    func appendingQuery(_ parameters: [(name: String, value: String)]) -> String {
        guard !parameters.isEmpty else { return self }
        let separator = self.contains("?") ? (self.hasSuffix("?") || self.hasSuffix("&") ? "" : "&") : "?"
        return self + separator + FormText.encoded(parameters)
    }
}
