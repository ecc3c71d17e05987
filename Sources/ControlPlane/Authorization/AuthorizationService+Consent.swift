//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Storage

/// To the vendor, for the customer's consent.
extension AuthorizationService {
    /// Where the browser goes; the state that will come back is stored before anybody sees it.
    func consent(
        _ page: AuthorizationRows.Found<Authorization>, _ desk: Desk, browser: Browser
    ) async throws(AuthorizationError) -> String {
        guard let setup = desk.client, let client = setup.client else { throw .notActive }
        let state = AuthorizationToken.make(self.surroundings.random)
        let pkce = PKCE(random: self.surroundings.random)
        let location: String
        let plan: OAuthPlan
        do {
            plan = try desk.integration.oauth(auth: desk.entries.auth, grant: .authorizationCode)
            location = try self.vendors.authorizationURL(
                plan, client: client, redirectURI: self.redirectURI, state: state, pkce: pkce,
                scopes: self.scopes(page.document, setup))
        } catch {
            throw .invalid("the integration cannot be authorised with these values: \(Self.words(error))")
        }
        let now = self.surroundings.now()
        let attempt = AuthorizationAttempt(
            page: page.digest, browser: browser.digest, method: desk.chosen.index,
            values: desk.entries.values.mapValues { $0.revealText() }, verifier: pkce.verifier,
            redirectURI: self.redirectURI, clientID: client.id, issuer: plan.issuer)
        try await self.insert(attempt, state: state, of: page, now: now)
        return location
    }

    private func insert(
        _ attempt: AuthorizationAttempt, state: Secret, of page: AuthorizationRows.Found<Authorization>,
        now: Timestamp
    ) async throws(AuthorizationError) {
        try await self.store.write(unavailable: AuthorizationError.unavailable) { transaction in
            guard
                var current = try self.rows.find(page.digest, now: now, transaction, as: Authorization.self),
                current.document.finished == nil
            else { throw AuthorizationError.expired }
            var expiresAt = now.adding(AuthorizationRows.stateLife)
            if current.document.reauthorization != nil {
                expiresAt = min(expiresAt, current.expiresAt)
            } else if current.expiresAt < expiresAt {
                // Whoever comes late has as long at the vendor as anybody.
                current.expiresAt = expiresAt
                try self.rows.replace(current, transaction)
            }
            try self.rows.insert(
                AuthorizationRows.Found(
                    digest: AuthorizationToken.digest(state, .state), workspace: page.workspace, createdAt: now,
                    expiresAt: expiresAt, document: attempt), transaction)
        }
    }

    /// What the link asks for, else what the operator set up, else the catalogue's.
    private func scopes(_ authorization: Authorization, _ setup: AuthorizationClient) -> [String] {
        authorization.requested.scopes.isEmpty ? setup.scopes : authorization.requested.scopes
    }

    /// Errors of the catalogue and of vendors name things, never values.
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as ResolutionError: error.description
        case let error as OAuthFailure: error.message
        case is ProbeFailure: "the vendor did not accept it"
        default: "unexpected"
        }
    }
}
