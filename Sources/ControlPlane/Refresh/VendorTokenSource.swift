//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Model
package import Outgoing

/// Fresh credentials from the vendors of the catalogue.
package struct VendorTokenSource: TokenSource {
    /// The OAuth client of a workspace for a connection, when the connection holds none itself.
    package typealias ClientLookup = @Sendable (Connection) async -> OAuthClient?

    private let vendors: VendorService
    private let catalog: Catalog
    private let client: ClientLookup
    private let timeout: Duration

    package init(
        vendors: VendorService, catalog: Catalog, settings: RefreshSettings = RefreshSettings(),
        client: @escaping ClientLookup
    ) {
        self.vendors = vendors
        self.catalog = catalog
        self.client = client
        self.timeout = settings.requestTimeout
    }

    package func isRefreshable(_ connection: Connection) -> Bool {
        guard let plan = try? self.plan(connection) else { return false }
        return TokenRequest(renewing: connection.auth, plan: plan) != nil
    }

    package func prepare(_ connection: Connection) async throws(OAuthFailure) -> OutgoingRequest {
        let plan = try self.plan(connection)
        guard let request = TokenRequest(renewing: connection.auth, plan: plan) else {
            throw .transient(code: "not_refreshable", message: "there is nothing to refresh with", retryAfter: nil)
        }
        let client = try await self.client(of: connection, plan)
        var prepared = try self.vendors.prepare(request, plan: plan, client: client)
        prepared.timeout = min(prepared.timeout, self.timeout)
        return prepared
    }

    package func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer {
        try await self.vendors.send(request)
    }

    package func apply(
        _ answer: OutgoingAnswer, to auth: inout ConnectionAuth, of connection: Connection, now: Timestamp
    ) throws(OAuthFailure) {
        let plan = try self.plan(connection)
        guard let integration = self.catalog.seen(by: connection.workspace)[connection.integrationType] else {
            throw Self.unknown
        }
        let grant = try self.vendors.read(answer, plan: plan)
        try self.vendors.apply(grant, to: &auth, plan: plan, integration: integration, now: now)
    }

    package func hasFurtherSteps(_ connection: Connection) -> Bool {
        guard let plan = try? self.plan(connection) else { return false }
        return plan.login != nil && plan.tokenURL != nil
    }

    package func takeFurtherSteps(_ connection: inout Connection) async throws(OAuthFailure) {
        let plan = try self.plan(connection)
        guard let integration = self.catalog.seen(by: connection.workspace)[connection.integrationType] else {
            throw Self.unknown
        }
        let client = try await self.client(of: connection, plan)
        try await self.vendors.completeVariables(
            &connection.auth, plan: plan, integration: integration, client: client)
    }

    package func revocationURL(of connection: Connection) -> String? {
        guard let url = (try? self.plan(connection))?.revokeURL else { return nil }
        return String(url.prefix { $0 != "?" })
    }

    package func revoke(_ connection: Connection) async -> Bool {
        guard let plan = try? self.plan(connection), plan.revokeURL != nil,
            let client = try? await self.client(of: connection, plan)
        else { return false }
        return await self.vendors.revoke(connection.auth, plan: plan, client: client)
    }

    private static let unknown = OAuthFailure.transient(
        code: "integration_unknown", message: "the catalogue has no such integration", retryAfter: nil)

    /// What is wrong with our own description of the vendor is no fault of the connection's: it stays as it is.
    private func plan(_ connection: Connection) throws(OAuthFailure) -> OAuthPlan {
        do {
            return try self.catalog.seen(by: connection.workspace).oauth(
                type: connection.integrationType, auth: connection.auth)
        } catch { throw .transient(code: "not_refreshable", message: "\(error)", retryAfter: nil) }
    }

    /// The connection's own client goes before the workspace's: its tokens were issued to it.
    private func client(of connection: Connection, _ plan: OAuthPlan) async throws(OAuthFailure) -> OAuthClient {
        if let id = connection.auth.clientID { return OAuthClient(id: id, secret: connection.auth.clientSecret) }
        if let client = await self.client(connection) { return client }
        // A key to sign with, or fields to log in with, may be all that there is.
        if connection.auth.refreshToken == nil { return OAuthClient(id: "", secret: nil) }
        throw .transient(
            code: "client_missing", message: "the integration has no client id in this workspace", retryAfter: nil)
    }
}
