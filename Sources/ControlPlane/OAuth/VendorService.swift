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

    var assertions: AssertionMaker {
        AssertionMaker(now: self.surroundings.now(), random: self.surroundings.random)
    }

    /// Notes what a redirect says of the row's variables, checked by their kinds.
    ///
    /// Comes before the plan of the exchange is made: some vendors say in the redirect where the token is to be asked
    /// for (Zoho's `accounts-server`). The plan then refuses what is not one of the row's `auth_hosts`.
    package func note(
        _ callback: [String: String], in auth: inout ConnectionAuth, integration: Integration
    ) throws(OAuthFailure) {
        for variable in integration.variables {
            guard case .callback(let name) = variable.origin, let text = callback[name], !text.isEmpty else { continue }
            auth.meta[variable.name] = .string(try GrantApplication.checked(text, variable))
        }
    }

    /// The request that asks for a token; nothing is sent.
    package func prepare(
        _ request: TokenRequest, plan: OAuthPlan, client: OAuthClient
    ) throws(OAuthFailure) -> OutgoingRequest {
        if plan.method.kind == .session || plan.method.kind == .jwt {
            return try self.prepareLogin(plan: plan, client: client)
        }
        return try TokenRequestWriter(plan: plan, client: client, assertions: self.assertions).request(request)
    }

    private func prepareLogin(plan: OAuthPlan, client: OAuthClient) throws(OAuthFailure) -> OutgoingRequest {
        guard let login = plan.login else { throw .missing("login") }
        var text = PlanText(plan, client: client)
        if plan.method.quirks.assertion != nil {
            text.extra["jwt"] = try self.assertions.loginToken(plan, text)
        }
        return try LoginWriter(login: login, text: text, now: self.surroundings.now()).request()
    }

    package func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer {
        try await self.client.send(request)
    }

    func answer(to request: OutgoingRequest) async throws(OAuthFailure) -> OutgoingAnswer {
        do { return try await self.client.send(request) } catch { throw OAuthFailure(error) }
    }

    /// Reads a token answer, or what a log-in answered where the method is one.
    package func read(_ answer: OutgoingAnswer, plan: OAuthPlan) throws(OAuthFailure) -> TokenGrant {
        try TokenAnswerReader(plan: plan).read(answer)
    }

    /// `prepare`, `send` and `read` in one.
    package func token(
        _ request: TokenRequest, plan: OAuthPlan, client: OAuthClient
    ) async throws(OAuthFailure) -> TokenGrant {
        let prepared = try self.prepare(request, plan: plan, client: client)
        return try self.read(try await self.answer(to: prepared), plan: plan)
    }

    /// Puts a grant into `auth`: tokens, expiries, and what the vendor says of the row's variables.
    ///
    /// Variables are checked by their kinds and by the row's hosts; the old refresh token stays when none came. A
    /// redirect's `callback` is given with a new authorization alone; then look-ups start afresh.
    package func apply(
        _ grant: TokenGrant, callback: [String: String] = [:], to auth: inout ConnectionAuth, plan: OAuthPlan,
        integration: Integration, now: Timestamp
    ) throws(OAuthFailure) {
        try GrantApplication(grant: grant, callback: callback, plan: plan, integration: integration, now: now)
            .apply(to: &auth)
    }

    /// Logs in with the token in `auth`, and looks up what the row's variables still want.
    ///
    /// To be called after every `apply`: a log-in is good for one token.
    package func completeVariables(
        _ auth: inout ConnectionAuth, plan: OAuthPlan, integration: Integration, client: OAuthClient
    ) async throws(OAuthFailure) {
        try await VariableCompletion(service: self, integration: integration, grant: plan.grant, client: client)
            .complete(&auth)
    }

    /// Tries the credential by the row's probe; a row without one passes.
    package func probe(_ integration: Integration, auth: ConnectionAuth) async throws(ProbeFailure) {
        try await CredentialProbe(service: self).probe(integration, auth)
    }

    /// Asks the vendor to forget the tokens (RFC 7009); `false` when it has no endpoint for that or did not do it.
    package func revoke(_ auth: ConnectionAuth, plan: OAuthPlan, client: OAuthClient) async -> Bool {
        await Revocation(service: self, plan: plan, client: client).revoke(auth)
    }
}
