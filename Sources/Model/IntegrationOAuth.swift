//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Where a vendor's OAuth differs from RFC 6749; what is left out is as there.
package struct OAuthQuirks: Sendable, Hashable {
    /// How the parameters of a token request are sent.
    package var tokenFormat = TokenFormat.form
    /// The vendor's names of parameters, by the usual ones.
    package var names: [String: String] = [:]
    /// Paths of members of the token answer, by the usual names.
    package var answer: [String: String] = [:]
    /// Values of `token_type` that are as good as `bearer`.
    package var tokenTypes: [String] = []
    /// In place of `token_params` when a token is refreshed.
    package var refreshParameters: [StaticHeader]?
    /// Parameters of the redirect that go along with the code.
    package var callbackParameters: [String] = []
    /// The parameter of the redirect that carries the code.
    package var callbackCode: String?
    /// The parameter of the redirect that holds its HMAC-SHA256 by the client secret, in hexadecimal digits.
    package var callbackHMAC: String?
    package var revokeFormat = RevokeFormat.form
    /// What `iss` of the redirect must be (RFC 9207); a template.
    package var issuer: String?
    /// How the client signs for itself (RFC 7523).
    package var assertion: ClientAssertion?
    /// Credential fields that may be left out.
    package var optionalFields: [String] = []

    package init() {}
}

/// How the parameters of a token request are sent.
package enum TokenFormat: String, Sendable, Hashable, CaseIterable {
    case form
    case json
    /// POST with the parameters in the query.
    case query
    /// GET with the parameters in the query.
    case get
}

/// How a token is given up.
package enum RevokeFormat: String, Sendable, Hashable, CaseIterable {
    /// RFC 7009.
    case form
    case json
    /// A POST that carries the access token as its credential, and nothing else.
    case bearer
}

/// A JWT that a client signs for itself.
package struct ClientAssertion: Sendable, Hashable {
    package var algorithm = Algorithm.rs256
    /// The key's name in the head; a template.
    package var keyID: String?
    /// Templates; one whose names have no value is left out.
    package var claims: [StaticHeader] = []
    /// Seconds.
    package var lifetime = 300

    package enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case rs256 = "RS256"
        case ps256 = "PS256"
        case es256 = "ES256"
    }

    package init() {}
}
