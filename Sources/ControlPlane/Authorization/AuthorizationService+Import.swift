//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
package import Model

/// Connections that are made from what a token is asked for with.
extension AuthorizationService {
    /// The draft with a token that its own credentials gave, tested; a draft that needs none is returned as it is.
    ///
    /// - Throws: `ConnectionError.invalid` when the vendor gives no token, or one that does not work.
    package func completed(
        _ draft: ConnectionDraft, in workspace: WorkspaceID
    ) async throws(ConnectionError) -> ConnectionDraft {
        let catalog = self.catalog.seen(by: workspace)
        // What can be used at once is taken at its word, as it always was.
        guard let integration = catalog[draft.integrationType],
            (try? catalog.resolve(type: draft.integrationType, auth: draft.auth)) == nil,
            let plan = try? integration.oauth(auth: draft.auth), plan.grant != .authorizationCode
        else { return draft }
        var completed = draft
        var call = OwnCall(
            kind: .login, workspace: workspace, integrationType: integration.type,
            environment: draft.environment ?? productionEnvironment,
            url: String((plan.tokenURL ?? plan.login?.url ?? "").prefix { $0 != "?" }),
            startedAt: self.surroundings.now())
        call.externalXref = draft.externalXref
        do {
            let client = OAuthClient(id: draft.auth.clientID ?? "", secret: draft.auth.clientSecret)
            let grant = try await self.vendors.token(.credentials(draft.auth), plan: plan, client: client)
            try self.vendors.apply(
                grant, to: &completed.auth, plan: plan, integration: integration, now: self.surroundings.now())
            try await self.vendors.completeVariables(
                &completed.auth, plan: plan, integration: integration, client: client)
            try await self.vendors.probe(integration, auth: completed.auth)
        } catch {
            call.error = (error as? OAuthFailure)?.code ?? "probe_failed"
            self.doors.log.record(call)
            throw .invalid("auth gives no token that works: \(Self.words(error))")
        }
        call.status = 200
        self.doors.log.record(call)
        return completed
    }
}
