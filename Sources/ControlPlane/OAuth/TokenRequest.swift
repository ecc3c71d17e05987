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
    /// the method of the plan says which.
    case credentials(ConnectionAuth)
}

extension TokenRequest {
    /// How a connection gets a fresh token without its customer; `nil` when it cannot.
    package init?(renewing auth: ConnectionAuth, plan: OAuthPlan) {
        return nil
    }
}
