//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One way to authenticate at an integration.
package struct AuthMethod: Sendable, Hashable {
    package var kind: AuthKind
    /// Of `oauth2` alone.
    package var grant: OAuthGrant?
    package var authorizationURL: String?
    package var tokenURL: String?
    /// Only when it is not `tokenURL`.
    package var refreshURL: String?
    package var revokeURL: String?
    /// Of `oauth1` alone.
    package var requestTokenURL: String?
    package var scopes: [String] = []
    package var scopeSeparator = " "
    package var clientAuthentication = ClientAuthentication.body
    package var pkce: PKCEUse?
    package var quirks = OAuthQuirks()
    /// Extra parameters of the authorization request.
    package var parameters: [StaticHeader] = []
    /// Extra parameters of the token request.
    package var tokenParameters: [StaticHeader] = []
    package var issuesRefreshToken: Bool?
    /// Whether a refresh brings a new refresh token that must be kept.
    package var rotatesRefreshToken: Bool?
    /// The usual life of an access token, in seconds.
    package var expiresIn: Int?
    /// Credential fields beyond those that the kind implies.
    package var fields: [String] = []
    /// What basic and digest put there; templates.
    package var username: String?
    package var password: String?
    /// The complete set of injected header fields; `nil` for what the kind implies.
    package var headers: [StaticHeader]?
    /// The complete set of injected query parameters.
    package var query: [StaticHeader]?
    package var signature: String?
    package var login: AuthLogin?
    /// Replaces the integration's base URL.
    package var baseURL: String?
    package var note: String?

    package init(kind: AuthKind) { self.kind = kind }

    /// Whether a customer gives consent to a client of the operator's own, which must be set up first.
    package var needsOwnClient: Bool {
        switch self.kind {
        case .oauth2: self.grant == .authorizationCode
        case .oauth1: self.requestTokenURL != nil
        case .apiKey, .basic, .bearer, .jwt, .session, .awsSignature4, .hmac, .digest, .custom: false
        }
    }
}

package enum AuthKind: String, Sendable, Hashable, CaseIterable {
    case oauth2
    case oauth1
    case apiKey = "api_key"
    case basic
    case bearer
    /// A token that the client signs for itself.
    case jwt
    /// Log in first, then send what that gave.
    case session
    case awsSignature4 = "aws_sigv4"
    case hmac
    case digest
    /// Credentials inside the body, or a signature of the vendor's own.
    case custom

    /// Whether the credential is the same for every request, so that a connection can be made by typing it in.
    package var isTypedIn: Bool { self == .apiKey || self == .basic || self == .bearer }

    /// Whether header fields and parameters made from a connection's fields are all that it takes.
    package var isFixed: Bool { self == .oauth2 || self.isTypedIn }
}

package enum OAuthGrant: String, Sendable, Hashable, CaseIterable {
    case authorizationCode = "authorization_code"
    case clientCredentials = "client_credentials"
    case password
    case jwtBearer = "jwt_bearer"
    case samlBearer = "saml2_bearer"
    case accountCredentials = "account_credentials"
    case kekaAPI = "kekaapi"
}

/// How a client proves itself at the token endpoint.
package enum ClientAuthentication: String, Sendable, Hashable {
    case body
    case basic
    /// The identifier alone: a client without a secret.
    case none
    /// A signed assertion in place of the secret (RFC 7523 section 2.2).
    case assertion
}

/// Whether S256 is accepted, demanded, or refused: sent it is unless it is refused.
package enum PKCEUse: String, Sendable, Hashable {
    case refused
    case optional
    case required
}

/// A call that yields more credentials; on an `oauth2` method it follows the token.
package struct AuthLogin: Sendable, Hashable {
    package var method: String
    package var url: String
    package var headers: [StaticHeader]
    package var body: Body?
    /// Names of credentials, and the paths to them in the answer; `$` is the whole.
    package var capture: [String: String]
    /// Seconds.
    package var timeToLive: Int?

    package enum Body: Sendable, Hashable {
        case json(String)
        case form(String)
    }

    package init(method: String, url: String, headers: [StaticHeader], body: Body?, capture: [String: String]) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.capture = capture
    }
}
