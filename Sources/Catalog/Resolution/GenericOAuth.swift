//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// How tokens are asked for by a connection of the integration `generic`: the URLs are its own members.
struct GenericOAuth {
    let auth: ConnectionAuth

    func plan(_ grant: OAuthGrant?) throws(ResolutionError) -> OAuthPlan {
        var method = AuthMethod(kind: .oauth2)
        method.grant = grant ?? self.grant
        let style = self.text("client_auth") ?? ClientAuthentication.body.rawValue
        guard let clientAuthentication = ClientAuthentication(rawValue: style) else {
            throw .invalid(name: "client_auth", kind: "body, basic, none or assertion")
        }
        method.clientAuthentication = clientAuthentication
        method.scopes = self.text("scopes")?.split(separator: " ").map(String.init) ?? []
        guard let token = try self.url(self.auth.tokenURL, "token_url") else { throw .missing(names: ["token_url"]) }
        var plan = OAuthPlan(integrationType: Integration.generic.type, method: method)
        plan.tokenURL = token
        plan.authorizationURL = try self.url(self.auth.authorizeURL, "authorize_url")
        plan.refreshURL = try self.url(self.auth.refreshURL, "refresh_url") ?? token
        plan.revokeURL = try self.url(self.text("revoke_url"), "revoke_url")
        plan.issuer = self.text("issuer")
        plan.scopes = method.scopes
        for name in ["username", "password", "client_email", "subject"] {
            plan.values[name] = self.text(name).map { Secret($0) }
        }
        plan.values["private_key"] = self.auth.pem ?? self.auth.key
        plan.values["client_id"] = self.auth.clientID.map { Secret($0) }
        plan.values["client_secret"] = self.auth.clientSecret
        return plan
    }

    /// What the connection notes; else what its fields are for.
    private var grant: OAuthGrant {
        if let grant = self.text(OAuthMethodChoice.member).flatMap(OAuthGrant.init(rawValue:)) { return grant }
        if self.auth.refreshToken != nil || self.auth.authorizeURL != nil { return .authorizationCode }
        return self.auth.pem != nil ? .jwtBearer : .clientCredentials
    }

    /// Any host and port, as for the base URL; where it lies is judged when it is dialled.
    private func url(_ text: String?, _ name: String) throws(ResolutionError) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let beforeQuery = String(text.prefix { $0 != "?" })
        guard BaseURL(hosts: .any).parse(beforeQuery) != nil, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .invalid(name: name, kind: "an http or https URL")
        }
        return text
    }

    private func text(_ name: String) -> String? {
        self.auth.meta[name]?.scalarText.flatMap { $0.isEmpty ? nil : $0 }
    }
}
