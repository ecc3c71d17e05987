//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Logging
package import Model
package import Storage
package import Vault

/// Takes a customer from a link to a connection (CONTRACT section 2, docs/authorisation.md).
///
/// `begin` makes the link; `open` and `submit` are its page; `callback` is where vendors send customers back to.
package struct AuthorizationService: Sendable {
    let store: Store
    let vault: Vault
    let catalog: Catalog
    let vendors: VendorService
    let doors: AuthorizationDoors
    let surroundings: Surroundings
    let logger: Logger

    package init(
        store: Store, vault: Vault, catalog: Catalog, vendors: VendorService, doors: AuthorizationDoors,
        surroundings: Surroundings, logger: Logger
    ) {
        self.store = store
        self.vault = vault
        self.catalog = catalog
        self.vendors = vendors
        self.doors = doors
        self.surroundings = surroundings
        self.logger = logger
    }

    var rows: AuthorizationRows { AuthorizationRows(vault: self.vault) }

    /// The exact address that vendors send customers back to.
    package var redirectURI: String { self.doors.publicURL() + "/oauth/code" }

    /// Marks the style of one page.
    package func nonce() -> String { AuthorizationToken.make(self.surroundings.random).revealText() }

    /// Makes a link for a customer; returns its address at our own host.
    ///
    /// The page behind it sets the cookie that ties the customer's browser to what follows, so the address may be
    /// mailed, opened twice, or looked at by whatever looks at links in mails.
    package func begin(
        _ parameters: [(name: String, value: String)], workspace: String, integration type: String
    ) async throws(AuthorizationError) -> String {
        let token = try await self.makePage(parameters, workspace: workspace, integration: type)
        return "\(self.doors.publicURL())/connect/\(token.revealText())"
    }

    /// As `begin`, for a browser that is here already: where it goes next.
    package func beginHere(
        _ parameters: [(name: String, value: String)], workspace: String, integration type: String, browser: Browser
    ) async throws(AuthorizationError) -> String {
        let token = try await self.makePage(parameters, workspace: workspace, integration: type)
        if case .leave(let location) = try await self.open(token, method: nil, browser: browser) { return location }
        return "\(self.doors.publicURL())/connect/\(token.revealText())"
    }

    private func makePage(
        _ parameters: [(name: String, value: String)], workspace text: String, integration type: String
    ) async throws(AuthorizationError) -> Secret {
        guard let workspace = WorkspaceID(text), let integration = self.catalog.seen(by: workspace)[type] else {
            throw .unknownIntegration
        }
        let request = try LinkRequest(parameters, integration: integration)
        // A link that leads nowhere is refused to whoever builds it, not to the customer.
        let environment = try await self.environment(of: request, in: workspace)
        try await self.checkUsable(environment, in: workspace, integration)
        let token = AuthorizationToken.make(self.surroundings.random)
        let now = self.surroundings.now()
        try await self.store.write(unavailable: AuthorizationError.unavailable) { transaction in
            guard try transaction.workspaces.exists(workspace) else { throw AuthorizationError.unknownIntegration }
            var page = AuthorizationRows.Found(
                digest: AuthorizationToken.digest(token, .page), workspace: workspace, createdAt: now,
                expiresAt: now.adding(AuthorizationRows.pageLife), document: request.authorization)
            if let asked = request.reauthorization { try self.admit(asked, to: &page, transaction) }
            try self.rows.insert(page, transaction)
        }
        return token
    }

    /// Lets a page authorise a connection anew, for as long as the token lives that allows it.
    private func admit(
        _ asked: (connection: ConnectionID, token: Secret), to page: inout AuthorizationRows.Found<Authorization>,
        _ transaction: Transaction
    ) throws {
        let digest = AuthorizationToken.digest(asked.token, .reauth)
        guard let token = try transaction.reauthTokens.find(digest), token.expiresAt > page.createdAt,
            token.connection == asked.connection, token.workspace == page.workspace,
            let row = try transaction.connections.find(asked.connection), row.workspace == page.workspace,
            row.integrationType == page.document.integrationType
        else { throw AuthorizationError.reauthTokenInvalid }
        page.document.reauthorization = .init(connection: asked.connection, token: digest)
        page.document.environment = row.environment
        page.document.externalXref = row.externalXref
        page.expiresAt = min(page.expiresAt, token.expiresAt)
    }

    /// A connection that is authorised anew stays in its environment, whatever the link says.
    private func environment(
        of request: LinkRequest, in workspace: WorkspaceID
    ) async throws(AuthorizationError) -> String {
        guard let asked = request.reauthorization else { return request.authorization.environment }
        let row = try await self.store.read(unavailable: AuthorizationError.unavailable) { transaction in
            try transaction.connections.find(asked.connection)
        }
        guard let row, row.workspace == workspace else { throw .reauthTokenInvalid }
        return row.environment
    }

    private func checkUsable(
        _ environment: String, in workspace: WorkspaceID, _ integration: Integration
    ) async throws(AuthorizationError) {
        let client = await self.doors.client(workspace, integration.type, environment)
        guard client?.isActive ?? true, !integration.connectMethods(hasClient: client?.client != nil).isEmpty else {
            throw .notActive
        }
    }
}

extension AuthorizationService {
    /// The browser that a customer uses, known by a cookie.
    package struct Browser: Sendable {
        package let cookie: Secret
        /// Whether the cookie was there already: a browser that keeps none has a new one each time.
        package let isKnown: Bool

        var digest: KeyDigest { AuthorizationToken.digest(self.cookie, .browser) }
    }

    /// Knows a browser again by what it sent as our cookie, or makes it a new one.
    package func browser(_ cookie: String?) -> Browser {
        if let known = AuthorizationToken.read(cookie) { return Browser(cookie: known, isKnown: true) }
        return Browser(cookie: AuthorizationToken.make(self.surroundings.random), isKnown: false)
    }

    /// The open page of a token, in a read of its own.
    func page(_ token: Secret) async throws(AuthorizationError) -> AuthorizationRows.Found<Authorization> {
        let digest = AuthorizationToken.digest(token, .page)
        let now = self.surroundings.now()
        let found = try await self.store.read(unavailable: AuthorizationError.unavailable) { transaction in
            try self.rows.find(digest, now: now, transaction, as: Authorization.self)
        }
        guard let found else { throw .expired }
        return found
    }

    /// As the page's workspace sees it.
    func integration(of page: AuthorizationRows.Found<Authorization>) -> Integration? {
        self.catalog.seen(by: page.workspace)[page.document.integrationType]
    }

    func scene(_ page: AuthorizationRows.Found<Authorization>) async -> ConnectScene {
        ConnectScene(
            integrationName: self.integration(of: page)?.name ?? page.document.integrationType,
            branding: await self.doors.branding(page.workspace), language: page.document.language)
    }
}
