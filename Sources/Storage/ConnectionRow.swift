//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// A connection, as it is stored: what can be searched in plain, the secrets sealed.
package struct ConnectionRow: Sendable {
    package var id: ConnectionID
    package var workspace: WorkspaceID
    package var version: UInt64
    /// The version that the secrets were sealed for; older than `version` when later changes left them alone.
    package var sealedVersion: UInt64
    package var integrationType: String
    package var externalXref: String?
    package var permissions: [String] = []
    package var categories: [String] = []
    package var environment: String
    package var isPaused = false
    /// The customer's name, for sorting.
    package var name: String?
    package var lastHealthyAt: Timestamp?
    package var lastUnhealthyAt: Timestamp?
    package var lastUnhealthyCode: String?
    /// The members of `auth` that are returned, as JSON.
    package var publicAuth: String
    package var wrappedKey: [UInt8]
    package var sealedAuth: [UInt8]
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// When a fresh credential is to be asked for at the latest.
    package var refreshAt: Timestamp?
    /// Whether only the customer can mend the connection.
    package var isUnauthorized = false

    package init(
        connection: Connection, sealedVersion: UInt64, publicAuth: String, sealed: (key: [UInt8], auth: [UInt8])
    ) {
        self.id = connection.id
        self.workspace = connection.workspace
        self.version = connection.version
        self.sealedVersion = sealedVersion
        self.integrationType = connection.integrationType
        self.externalXref = connection.externalXref
        self.permissions = connection.permissions
        self.categories = connection.categories
        self.environment = connection.environment
        self.isPaused = connection.isPaused
        self.name = connection.auth.name
        self.lastHealthyAt = connection.lastHealthyAt
        self.lastUnhealthyAt = connection.lastUnhealthyAt
        self.lastUnhealthyCode = connection.lastUnhealthyCode
        self.publicAuth = publicAuth
        self.wrappedKey = sealed.key
        self.sealedAuth = sealed.auth
        self.createdAt = connection.createdAt
        self.updatedAt = connection.updatedAt
        self.refreshAt = connection.refreshAt
        self.isUnauthorized = connection.isUnauthorized
    }
}

extension ConnectionRow {
    static let columns = """
        id, workspace, version, sealed_version, integration_type, external_xref, permissions, categories, environment, \
        is_paused, name, last_healthy_at, last_unhealthy_at, last_unhealthy_code, public_auth, wrapped_key, \
        sealed_auth, created_at, updated_at, refresh_at, is_unauthorized
        """

    static let columnCount = 21

    /// In the order of `columns`.
    var values: [SQLValue] {
        [
            .id(self.id), .id(self.workspace), .integer(Int64(truncatingIfNeeded: self.version)),
            .integer(Int64(truncatingIfNeeded: self.sealedVersion)), .text(self.integrationType),
            .text(orNull: self.externalXref), .list(self.permissions), .list(self.categories),
            .text(self.environment), .flag(self.isPaused), .text(orNull: self.name), .moment(self.lastHealthyAt),
            .moment(self.lastUnhealthyAt), .text(orNull: self.lastUnhealthyCode), .text(self.publicAuth),
            .blob(self.wrappedKey), .blob(self.sealedAuth), .moment(self.createdAt), .moment(self.updatedAt),
            .moment(self.refreshAt), .flag(self.isUnauthorized),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.id = try row.id(0)
        self.workspace = try row.id(1)
        self.version = UInt64(truncatingIfNeeded: try row.integer(2))
        self.sealedVersion = UInt64(truncatingIfNeeded: try row.integer(3))
        self.integrationType = try row.text(4)
        self.externalXref = try row.textOrNil(5)
        self.permissions = try row.list(6)
        self.categories = try row.list(7)
        self.environment = try row.text(8)
        self.isPaused = try row.integer(9) != 0
        self.name = try row.textOrNil(10)
        self.lastHealthyAt = try row.momentOrNil(11)
        self.lastUnhealthyAt = try row.momentOrNil(12)
        self.lastUnhealthyCode = try row.textOrNil(13)
        self.publicAuth = try row.text(14)
        self.wrappedKey = try row.blob(15)
        self.sealedAuth = try row.blob(16)
        self.createdAt = try row.moment(17)
        self.updatedAt = try row.moment(18)
        self.refreshAt = try row.momentOrNil(19)
        self.isUnauthorized = try row.integer(20) != 0
    }
}
