//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// How a connection gets and renews its tokens: one method of its integration with every known variable filled in.
///
/// Every URL lies at one of the row's `auth_hosts`; values that came in a redirect or in a token answer are trusted no
/// more than typed ones.
package struct OAuthPlan: Sendable {
    package var integrationType: String
    package var method: AuthMethod
    /// Whole URLs, but for `{client_id}` and the like, which a request fills in; `nil` where the method has none, or
    /// where the vendor has still to give a variable.
    package var authorizationURL: String?
    package var tokenURL: String?
    /// Where refresh tokens are sent: `tokenURL` unless the row says otherwise.
    package var refreshURL: String?
    package var revokeURL: String?
    package var requestTokenURL: String?
    /// What `iss` of a redirect must be (RFC 9207), when it is known.
    package var issuer: String?
    package var scopes: [String] = []
    package var parameters: [StaticHeader] = []
    package var tokenParameters: [StaticHeader] = []
    /// What the redirect, the token answer, the log-in or a look-up gives.
    package var pendingVariables: [IntegrationVariable] = []
    /// Calls that tell variables once there is a token.
    package var lookups: [OAuthLookup] = []
    /// The log-in, the variables in its URL filled in.
    package var login: AuthLogin?
    /// What the connection gives for names in templates: variables, checked, and credential fields.
    package var values: [String: Secret] = [:]

    package init(integrationType: String, method: AuthMethod) {
        self.integrationType = integrationType
        self.method = method
    }

    package var grant: OAuthGrant? { self.method.grant }

    /// The parameter of the redirect that carries the code.
    package var codeParameter: String { self.method.quirks.callbackCode ?? "code" }

    /// What `auth.meta` notes of the method that a connection was made by.
    package var methodName: String { self.grant?.rawValue ?? self.method.kind.rawValue }
}

/// A GET that tells a variable's value.
package struct OAuthLookup: Sendable {
    package var variable: IntegrationVariable
    package var url: String
    package var path: String
    /// Templates; empty for the method's own credential.
    package var headers: [StaticHeader]

    package init(variable: IntegrationVariable, url: String, path: String, headers: [StaticHeader]) {
        self.variable = variable
        self.url = url
        self.path = path
        self.headers = headers
    }
}
