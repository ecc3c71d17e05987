//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The vendor's authorization server: `/oauth/authorize`, `/oauth/token`, `/oauth/revoke` (RFC 6749, 7009, 7636).
///
///     GET  /oauth/authorize    asks the customer for consent
///     POST /oauth/authorize    goes back to the client with a code, or with `access_denied`
///     POST /oauth/token        `authorization_code` and `refresh_token`
///     POST /oauth/revoke       always 200
struct OAuthAnswers: Sendable {
    let grants: OAuthGrants
    let clientID: String
    let clientSecret: String

    func respond(to request: VendorRequest) async throws -> Response {
        switch (request.method, request.segments.last) {
        case (.get, "authorize"): return ConsentPage(request).response
        case (.post, "authorize"): return try await self.consented(request)
        case (.post, "token"): return try await self.token(request)
        case (.post, "revoke"):
            guard let form = try await self.authenticated(request) else { return Self.refused("invalid_client") }
            self.grants.revoke(form["token"] ?? "")
            return .json([String: String]())
        default: return .json(VendorError(error: "not_found"), status: .notFound)
        }
    }

    private func consented(_ request: VendorRequest) async throws -> Response {
        let form = VendorForm(try await request.collectBody())
        guard let redirect = form["redirect_uri"], redirect.hasPrefix("http"), form["client_id"] == self.clientID else {
            return PlainAnswers.text("This client is not known here.", type: "text/plain")
        }
        var answer = [("state", form["state"] ?? "")]
        if form["decision"] == "allow" {
            let authorization = OAuthGrants.Authorization(
                redirectURI: redirect, challenge: form["code_challenge"].flatMap { $0.isEmpty ? nil : $0 })
            answer.append(("code", self.grants.makeCode(for: authorization)))
        } else {
            answer.append(("error", "access_denied"))
        }
        let separator = redirect.contains("?") ? "&" : "?"
        return PlainAnswers.redirect(to: redirect + separator + VendorForm.encode(answer))
    }

    private func token(_ request: VendorRequest) async throws -> Response {
        guard let form = try await self.authenticated(request) else { return Self.refused("invalid_client") }
        switch form["grant_type"] {
        case "authorization_code":
            guard let code = form["code"], let authorization = self.grants.redeem(code),
                authorization.redirectURI == form["redirect_uri"], Self.proves(form, authorization)
            else { return Self.refused("invalid_grant") }
            return Self.answer(self.grants.begin())
        case "refresh_token":
            guard let tokens = self.grants.refresh(form["refresh_token"] ?? "") else {
                return Self.refused("invalid_grant")
            }
            return Self.answer(tokens)
        default: return Self.refused("unsupported_grant_type")
        }
    }

    /// The form, when the client proves itself in it or by Basic (RFC 6749 section 2.3.1).
    private func authenticated(_ request: VendorRequest) async throws -> VendorForm? {
        let form = VendorForm(try await request.collectBody())
        if form["client_id"] == self.clientID, form["client_secret"] == self.clientSecret { return form }
        let pair = FoundationEssentials.Data("\(self.clientID):\(self.clientSecret)".utf8).base64EncodedString()
        return request.headers[.authorization] == "Basic \(pair)" ? form : nil
    }

    /// RFC 7636 section 4.6.
    private static func proves(_ form: VendorForm, _ authorization: OAuthGrants.Authorization) -> Bool {
        guard let challenge = authorization.challenge else { return true }
        return form["code_verifier"].map { S256.challenge(of: $0) } == challenge
    }

    private struct TokenBody: Encodable {
        var accessToken: String
        var refreshToken: String
        var expiresIn: Int
        var tokenType = "Bearer"

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case refreshToken = "refresh_token"
            case expiresIn = "expires_in"
            case tokenType = "token_type"
        }
    }

    private static func answer(_ tokens: OAuthGrants.Tokens) -> Response {
        .json(
            TokenBody(accessToken: tokens.access, refreshToken: tokens.refresh, expiresIn: tokens.lifetime),
            headers: [.cacheControl: "no-store"])
    }

    private static func refused(_ code: String) -> Response {
        .json(VendorError(error: code), status: code == "invalid_client" ? .unauthorized : .badRequest)
    }
}
