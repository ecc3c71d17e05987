//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Storage
internal import Vault

/// Changes a row as a patch says.
struct ConnectionChange: Sendable {
    let patch: ConnectionPatch
    let catalog: Catalog
    let vault: Vault
    let now: Timestamp

    /// Secrets are opened and sealed anew only when the patch has an `auth`; else they stay as they are, so that a
    /// connection can be paused even while its key is away.
    func apply(to row: ConnectionRow, version: UInt64) throws(ConnectionError) -> ConnectionRow {
        let sealing = ConnectionSealing(vault: self.vault)
        let rules = ConnectionRules(catalog: self.catalog)
        var connection = self.patch.auth == nil ? try sealing.shown(row) : try sealing.opened(row)
        try self.patch.apply(to: &connection, of: self.catalog[row.integrationType])
        connection.version = version
        connection.updatedAt = self.now
        guard let auth = self.patch.auth else {
            try rules.check(connection)
            return sealing.row(connection, keepingSecretsOf: row)
        }
        let before = connection
        if auth.hasCredential { Self.forgetExpiries(of: &connection, given: auth) }
        connection.auth.merge(auth)
        try rules.check(connection)
        try rules.checkAuth(connection)
        if rules.reach(of: connection) != rules.reach(of: before) { try self.dropSecrets(of: &connection, rules) }
        RefreshSchedule().complete(&connection, at: self.now)
        return try sealing.row(sealing: connection)
    }

    /// Another credential has another life, and is to be tried.
    private static func forgetExpiries(of connection: inout Connection, given: ConnectionAuth) {
        connection.isUnauthorized = false
        if given.accessToken != nil {
            connection.auth.expiresIn = nil
            connection.auth.expiryDate = nil
        }
        if given.refreshToken != nil {
            connection.auth.refreshTokenExpiresIn = nil
            connection.auth.refreshTokenExpiresDate = nil
        }
    }

    /// Keeps only the secrets that the patch gives.
    ///
    /// Whoever changes where a credential may be sent must know it: else a key to this API would be enough to have a
    /// stored credential sent to a host of one's own.
    private func dropSecrets(of connection: inout Connection, _ rules: ConnectionRules) throws(ConnectionError) {
        connection.auth.forgetSecrets(exceptThoseOf: self.patch.auth ?? ConnectionAuth())
        do {
            try rules.checkAuth(connection)
        } catch {
            throw .invalid("auth changes which hosts get the credential: send the credential again with it")
        }
    }
}
