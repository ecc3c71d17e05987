//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Model
package import Outgoing

/// Speaks with vendors' authorization servers.
///
/// `prepare`, `send` and `read` are apart so that an answer can be stored before it is read (DESIGN section 6).
package struct VendorService: Sendable {
    let client: OutgoingClient
    let surroundings: Surroundings

    package init(client: OutgoingClient, surroundings: Surroundings) {
        self.client = client
        self.surroundings = surroundings
    }

    /// Where the customer's browser is sent (RFC 6749 section 4.1.1); PKCE is left out only where the row says that
    /// the vendor refuses it. Without `scopes` the plan's own are asked for.
    package func authorizationURL(
        _ plan: OAuthPlan, client: OAuthClient, redirectURI: String, state: Secret, pkce: PKCE, scopes: [String] = []
    ) throws(OAuthFailure) -> String {
        throw .permanent(code: "unsupported", message: "")
    }

    /// Checks what the redirect says of itself where the vendor signs it, and that nothing needed is missing.
    package func checkCallback(
        _ callback: [String: String], plan: OAuthPlan, client: OAuthClient
    ) throws(OAuthFailure) {}

    /// The request that asks for a token; nothing is sent.
    package func prepare(
        _ request: TokenRequest, plan: OAuthPlan, client: OAuthClient
    ) throws(OAuthFailure) -> OutgoingRequest {
        throw .permanent(code: "unsupported", message: "")
    }

    package func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer {
        try await self.client.send(request)
    }

    /// Reads a token answer, or what a log-in answered where the plan has no token URL.
    package func read(_ answer: OutgoingAnswer, plan: OAuthPlan) throws(OAuthFailure) -> TokenGrant {
        throw .permanent(code: "unsupported", message: "")
    }

    /// `prepare`, `send` and `read` in one.
    package func token(
        _ request: TokenRequest, plan: OAuthPlan, client: OAuthClient
    ) async throws(OAuthFailure) -> TokenGrant {
        let prepared = try self.prepare(request, plan: plan, client: client)
        let answer: OutgoingAnswer
        do { answer = try await self.send(prepared) } catch { throw OAuthFailure(error) }
        return try self.read(answer, plan: plan)
    }

    /// Puts a grant into `auth`: tokens, expiries, and what the redirect and the answer say of the row's variables,
    /// checked by their kinds. The old refresh token stays when none came.
    package func apply(
        _ grant: TokenGrant, callback: [String: String] = [:], to auth: inout ConnectionAuth, plan: OAuthPlan,
        integration: Integration, now: Timestamp
    ) throws(OAuthFailure) {}

    /// Logs in and looks up what the row's variables still want, with the token in `auth`.
    package func completeVariables(
        _ auth: inout ConnectionAuth, plan: OAuthPlan, integration: Integration, client: OAuthClient
    ) async throws(OAuthFailure) {}

    /// Tries the credential by the row's probe; a row without one passes.
    package func probe(_ integration: Integration, auth: ConnectionAuth) async throws(ProbeFailure) {}

    /// Asks the vendor to forget the tokens (RFC 7009); `false` when it has no endpoint for that or did not do it.
    package func revoke(_ auth: ConnectionAuth, plan: OAuthPlan, client: OAuthClient) async -> Bool { false }
}
