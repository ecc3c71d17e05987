//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One customer's authorised account at an integration (CONTRACT section 2), with its credentials.
package struct Connection: Sendable {
    package var id: ConnectionID
    package var workspace: WorkspaceID
    /// Grows with every change of the row.
    package var version: UInt64
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var integrationType: String
    package var externalXref: String?
    package var permissions: [String]
    package var categories: [String]
    package var environment: String
    package var isPaused: Bool
    package var lastHealthyAt: Timestamp?
    package var lastUnhealthyAt: Timestamp?
    package var lastUnhealthyCode: String?
    /// When a fresh credential is to be asked for at the latest; `nil` when there is nothing to refresh.
    package var refreshAt: Timestamp?
    /// Whether the vendor will not accept the credential any more, so that only the customer can mend it.
    package var isUnauthorized = false
    package var auth: ConnectionAuth

    package init(
        id: ConnectionID, workspace: WorkspaceID, version: UInt64, createdAt: Timestamp, updatedAt: Timestamp,
        integrationType: String, environment: String, auth: ConnectionAuth
    ) {
        self.id = id
        self.workspace = workspace
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.integrationType = integrationType
        self.permissions = []
        self.categories = []
        self.environment = environment
        self.isPaused = false
        self.auth = auth
    }
}

/// The environment of a connection that names none.
package let productionEnvironment = "Production"
