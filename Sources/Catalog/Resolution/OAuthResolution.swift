//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension Catalog {
    /// How tokens are asked for at the integration `type` by the method of `grant`, or by the one that `auth` is for.
    ///
    /// - Throws: `ResolutionError`: `missing` names what a person has still to give.
    package func oauth(
        type: String, auth: ConnectionAuth, grant: OAuthGrant? = nil
    ) throws(ResolutionError) -> OAuthPlan {
        guard let integration = self[type] else { throw .unknownIntegration }
        return try integration.oauth(auth: auth, grant: grant)
    }
}

extension Integration {
    package func oauth(auth: ConnectionAuth, grant: OAuthGrant? = nil) throws(ResolutionError) -> OAuthPlan {
        throw .unsupported(method: "oauth2")
    }
}
