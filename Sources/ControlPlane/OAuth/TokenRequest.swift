//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Model

/// What a token is asked for with.
package enum TokenRequest: Sendable {
    /// A code that came by redirect, with all parameters of that redirect.
    case code(Secret, redirectURI: String, verifier: Secret?, callback: [String: String])
    case refresh(Secret)
    /// What the connection itself holds: client credentials, a key to sign with, a password, fields to log in with;
    /// the method of the plan says which. The plan was made from the same fields.
    case credentials(ConnectionAuth)
}

extension TokenRequest {
    /// How a connection gets a fresh token without its customer; `nil` when it cannot.
    package init?(renewing auth: ConnectionAuth, plan: OAuthPlan) {
        if plan.method.kind == .oauth2, let token = auth.refreshToken, !token.isEmpty {
            self = .refresh(token)
            return
        }
        switch plan.method.kind {
        case .oauth2:
            guard plan.grant != .authorizationCode else { return nil }
            self = .credentials(auth)
        case .session, .jwt:
            guard plan.login != nil else { return nil }
            self = .credentials(auth)
        case .oauth1, .apiKey, .basic, .bearer, .awsSignature4, .hmac, .digest, .custom: return nil
        }
    }
}
