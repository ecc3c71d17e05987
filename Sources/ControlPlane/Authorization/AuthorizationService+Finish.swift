//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Logging
internal import Model
internal import Storage

/// The ends of an authorisation.
extension AuthorizationService {
    /// A connection of what a customer typed.
    func connect(
        _ page: AuthorizationRows.Found<Authorization>, _ desk: Desk
    ) async throws(ConnectProblem) -> ConnectionID {
        var journey = Journey(self, page, desk.integration)
        journey.auth = desk.entries.auth
        journey.url = desk.integration.baseURL
        guard desk.chosen.kind == .token else { return try await journey.arrive() }
        do {
            let plan = try desk.integration.oauth(auth: journey.auth, grant: desk.chosen.grant)
            journey.url = plan.tokenURL ?? plan.login?.url ?? journey.url
            let client = OAuthClient(id: journey.auth.clientID ?? "", secret: journey.auth.clientSecret)
            try await journey.fetch(.credentials(journey.auth), plan, client)
        } catch { throw journey.problem(error) }
        return try await journey.arrive()
    }

    /// Stores the connection and closes the link in one transaction; returns the first one's id when there is one.
    func store(
        _ auth: ConnectionAuth, of page: AuthorizationRows.Found<Authorization>, _ integration: Integration
    ) async throws(AuthorizationError) -> ConnectionID {
        let now = self.surroundings.now()
        let fresh = ConnectionID.make(now: now, random: self.surroundings.random)
        let ending = ConnectionEnding(
            rows: self.rows, catalog: self.catalog.seen(by: page.workspace), integration: integration, auth: auth,
            now: now,
            notice: self.doors.log.notice)
        let stored = try await self.store.write(unavailable: AuthorizationError.unavailable) { transaction in
            try ending.store(page.digest, as: fresh, transaction)
        }
        if let version = stored.version { await self.surroundings.changed(.connection(stored.id, version: version)) }
        return stored.id
    }

    func success(_ page: AuthorizationRows.Found<Authorization>, _ id: ConnectionID) async -> ConnectStep {
        guard let target = page.document.success else { return .connected(await self.scene(page)) }
        var parameters = [(name: "id", value: id.description)]
        if let state = page.document.callerState { parameters.append((name: "state", value: state)) }
        return .leave(location: target.adding(parameters))
    }

    /// Ends an authorisation without a connection: the link is closed, and the caller is told why.
    ///
    /// `reason` is for the log, where there was no call to a vendor that would be there already.
    func refuse(
        _ page: AuthorizationRows.Found<Authorization>, _ failure: ConnectFailure, reason: String? = nil
    ) async -> ConnectStep {
        if failure == .denied || reason != nil { self.record(page, reason ?? failure.code) }
        do {
            let now = self.surroundings.now()
            let finished = try await self.store.write { transaction in
                let current = try self.rows.find(page.digest, now: now, transaction, as: Authorization.self)
                if let id = current?.document.finished { return ConnectionID?.some(id) }
                _ = try transaction.authorizations.delete(page.digest)
                return nil
            }
            // Another tab has connected meanwhile.
            if let finished { return await self.success(page, finished) }
        } catch {
            self.logger.error("a link could not be closed", metadata: ["reason": "\(type(of: error))"])
        }
        guard let target = page.document.failure else { return .failed(await self.scene(page), failure) }
        var parameters = [(name: "error", value: failure.code)]
        if let state = page.document.callerState { parameters.append((name: "state", value: state)) }
        return .leave(location: target.adding(parameters))
    }

    private func record(_ page: AuthorizationRows.Found<Authorization>, _ code: String) {
        var call = OwnCall(
            kind: .login, workspace: page.workspace, integrationType: page.document.integrationType,
            environment: page.document.environment, url: self.redirectURI, startedAt: self.surroundings.now())
        call.connection = page.document.reauthorization?.connection
        call.externalXref = page.document.externalXref
        call.method = "GET"
        call.error = code
        self.doors.log.record(call)
    }
}
