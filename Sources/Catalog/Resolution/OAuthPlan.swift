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
    /// Whole URLs; `nil` where the method has none, or where the vendor has still to give a variable.
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
    /// What the redirect, the token answer, the log-in or a look-up has still to give.
    package var pendingVariables: [IntegrationVariable] = []
    /// The log-in, its templates filled as far as they can be before there is a token.
    package var login: AuthLogin?

    package init(integrationType: String, method: AuthMethod) {
        self.integrationType = integrationType
        self.method = method
    }

    package var grant: OAuthGrant? { self.method.grant }

    /// The parameter of the redirect that carries the code.
    package var codeParameter: String { "code" }
}
