//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The rows of an installation, over whichever database holds them.
package struct Store: Sendable {
    private let driver: any SQLDriver

    /// Brings the schema up to date; a database of a newer version is refused before anything is written.
    ///
    /// - Throws: `StoreError`.
    package static func open(_ driver: any SQLDriver, now: Timestamp) async throws -> Store {
        try await driver.write { session in try Schema(blobType: driver.blobType).migrate(session, now: now) }
        return Store(driver: driver)
    }

    private init(driver: any SQLDriver) { self.driver = driver }

    /// Reads one state of the database.
    ///
    /// - Throws: `StoreError`, or what `body` throws.
    package func read<Value: Sendable>(_ body: @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await self.driver.read { session in try body(Transaction(session: session)) }
    }

    /// Writes all or, when `body` throws, nothing; durable when it returns.
    ///
    /// - Throws: `StoreError`, or what `body` throws.
    package func write<Value: Sendable>(_ body: @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await self.driver.write { session in try body(Transaction(session: session)) }
    }
}

/// The queries, inside one transaction.
package struct Transaction {
    private let session: any SQLSession

    package init(session: any SQLSession) { self.session = session }

    package var workspaces: WorkspaceQueries { WorkspaceQueries(session: self.session) }
    package var keys: APIKeyQueries { APIKeyQueries(session: self.session) }
    package var connections: ConnectionQueries { ConnectionQueries(session: self.session) }
    package var keyChecks: KeyCheckQueries { KeyCheckQueries(session: self.session) }
    package var versions: VersionQueries { VersionQueries(session: self.session) }
    package var refreshes: RefreshQueries { RefreshQueries(session: self.session) }
    package var environments: EnvironmentQueries { EnvironmentQueries(session: self.session) }
    package var workspaceSettings: WorkspaceSettingsQueries { WorkspaceSettingsQueries(session: self.session) }
    package var activations: ActivationQueries { ActivationQueries(session: self.session) }
    package var apiCalls: APICallQueries { APICallQueries(session: self.session) }
    package var notifications: NotificationQueries { NotificationQueries(session: self.session) }
    package var deliveries: NotificationDeliveryQueries { NotificationDeliveryQueries(session: self.session) }
    package var health: HealthQueries { HealthQueries(session: self.session) }
    package var authorizations: AuthorizationQueries { AuthorizationQueries(session: self.session) }
    package var reauthTokens: ReauthTokenQueries { ReauthTokenQueries(session: self.session) }
    package var userIntegrations: UserIntegrationQueries { UserIntegrationQueries(session: self.session) }
}
