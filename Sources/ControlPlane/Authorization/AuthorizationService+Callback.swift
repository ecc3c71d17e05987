//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Logging
internal import Model
internal import Storage

/// Back from the vendor: `GET /oauth/code`.
extension AuthorizationService {
    /// Takes the vendor's answer to the customer's consent.
    ///
    /// The state is used up before anything is sent to the vendor; without it nothing is known, so errors before that
    /// go to the browser alone.
    package func callback(
        _ pairs: [(name: String, value: String)], browser: Browser
    ) async throws(AuthorizationError) -> ConnectStep {
        let callback = AuthorizationCallback(pairs)
        guard pairs.filter({ $0.name == "state" }).count == 1, let state = AuthorizationToken.read(callback["state"])
        else { throw .expired }
        let (attempt, page) = try await self.take(state, browser)
        if let id = page.document.finished { return await self.success(page, id) }
        if callback.isAmbiguous { return await self.refuse(page, .problem(.unclear), reason: "duplicate_parameter") }
        if let issuer = attempt.issuer, let given = callback["iss"], given != issuer {
            return await self.refuse(page, .problem(.unclear), reason: "issuer_mismatch")
        }
        if let code = callback.errorCode {
            if let text = callback.errorDescription {
                self.logger.info(
                    "a vendor refused an authorisation", metadata: ["error": "\(code)", "text": "\(text)"])
            }
            return await self.refuse(page, code == "access_denied" ? .denied : .problem(.refused), reason: code)
        }
        do throws(ConnectProblem) {
            return await self.success(page, try await self.redeem(page, attempt, callback))
        } catch { return await self.refuse(page, .problem(error)) }
    }

    /// Deletes the attempt, and finds the page it belongs to, in one transaction.
    ///
    /// Another browser uses nothing up: whoever saw a state cannot spoil it for the customer.
    private func take(
        _ state: Secret, _ browser: Browser
    ) async throws(AuthorizationError) -> (AuthorizationAttempt, AuthorizationRows.Found<Authorization>) {
        let digest = AuthorizationToken.digest(state, .state)
        let now = self.surroundings.now()
        return try await self.store.write(unavailable: AuthorizationError.unavailable) { transaction in
            guard let found = try self.rows.find(digest, now: now, transaction, as: AuthorizationAttempt.self) else {
                throw AuthorizationError.expired
            }
            guard found.document.browser == browser.digest else { throw AuthorizationError.otherBrowser }
            guard try transaction.authorizations.delete(digest),
                let page = try self.rows.find(found.document.page, now: now, transaction, as: Authorization.self),
                page.workspace == found.workspace
            else { throw AuthorizationError.expired }
            return (found.document, page)
        }
    }

    /// Code to token, token to connection.
    private func redeem(
        _ page: AuthorizationRows.Found<Authorization>, _ attempt: AuthorizationAttempt,
        _ callback: AuthorizationCallback
    ) async throws(ConnectProblem) -> ConnectionID {
        let setup = await self.doors.client(
            page.workspace, page.document.integrationType, page.document.environment)
        guard let integration = self.integration(of: page), let client = setup?.client,
            client.id == attempt.clientID, setup?.isActive == true
        else { throw .usedUp }
        var journey = Journey(self, page, integration)
        journey.auth = ConnectEntries(integration, known: attempt.values).auth
        do {
            try self.vendors.note(callback.parameters, in: &journey.auth, integration: integration)
            let plan = try integration.oauth(auth: journey.auth, grant: .authorizationCode)
            journey.url = plan.tokenURL ?? ""
            guard let code = callback[plan.codeParameter] else { throw ConnectProblem.unclear }
            try self.vendors.checkCallback(callback.parameters, plan: plan, client: client)
            let request = TokenRequest.code(
                Secret(code), redirectURI: attempt.redirectURI, verifier: attempt.verifier,
                callback: callback.parameters)
            try await journey.fetch(request, plan, client, callback: callback.parameters)
        } catch { throw journey.problem(error) }
        return try await journey.arrive()
    }
}
