//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import Model

extension API.Connection {
    /// What callers may see of a connection.
    init(_ connection: Model.Connection, integrationName: String?) {
        self.init(
            integrationType: connection.integrationType, permissions: connection.permissions,
            categories: connection.categories, auth: API.ConnectionAuth(shown: connection.auth))
        self.id = connection.id.description
        self.createdAt = Instant(connection.createdAt)
        self.updatedAt = Instant(connection.updatedAt)
        self.workspaceID = connection.workspace.description
        self.integrationName = integrationName
        self.externalXref = connection.externalXref
        self.environment = connection.environment
        self.isPaused = connection.isPaused
        self.lastHealthyAt = connection.lastHealthyAt.map(Instant.init)
        self.lastUnhealthyAt = connection.lastUnhealthyAt.map(Instant.init)
        self.lastUnhealthyCode = connection.lastUnhealthyCode
    }
}

extension API.ConnectionAuth {
    /// Identity, URLs and expiries; a member that is not named here stays inside.
    fileprivate init(shown auth: Model.ConnectionAuth) {
        self.init()
        self.clientID = auth.clientID
        self.appID = auth.appID
        self.audience = auth.audience
        self.state = auth.state
        self.apiURL = auth.apiURL
        self.authorizeURL = auth.authorizeURL
        self.tokenURL = auth.tokenURL
        self.refreshURL = auth.refreshURL
        self.expiresIn = auth.expiresIn.map(Double.init)
        self.expiryDate = auth.expiryDate.map(Instant.init)
        self.refreshTokenExpiresIn = auth.refreshTokenExpiresIn.map(Double.init)
        self.refreshTokenExpiresDate = auth.refreshTokenExpiresDate.map(Instant.init)
        self.name = auth.name
        self.emails = auth.emails.isEmpty ? nil : auth.emails
        self.userID = auth.userID
    }
}

extension Instant {
    fileprivate init(_ timestamp: Timestamp) { self.init(milliseconds: timestamp.milliseconds) }
}
