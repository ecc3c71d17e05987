//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Storage
internal import Vault

/// Turns connections into rows and back; the only place where credentials are sealed and opened.
struct ConnectionSealing {
    let vault: Vault

    /// A row with the secrets of `connection` sealed for its version.
    func row(sealing connection: Connection) throws(ConnectionError) -> ConnectionRow {
        let secret = Secret(connection.auth.secretDocument.text)
        let context = Self.context(
            connection.workspace, connection.id, version: connection.version)
        guard let sealed = try? self.vault.seal(secret, for: context) else { throw .credentialUnreadable }
        return ConnectionRow(
            connection: connection, sealedVersion: connection.version,
            publicAuth: connection.auth.publicDocument.text, sealed: (sealed.wrappedKey, sealed.ciphertext))
    }

    /// A row for `connection` that keeps the secrets which `row` has.
    func row(_ connection: Connection, keepingSecretsOf row: ConnectionRow) -> ConnectionRow {
        ConnectionRow(
            connection: connection, sealedVersion: row.sealedVersion,
            publicAuth: connection.auth.publicDocument.text, sealed: (row.wrappedKey, row.sealedAuth))
    }

    /// The connection without its secrets.
    func shown(_ row: ConnectionRow) throws(ConnectionError) -> Connection {
        var connection = Connection(
            id: row.id, workspace: row.workspace, version: row.version, createdAt: row.createdAt,
            updatedAt: row.updatedAt, integrationType: row.integrationType, environment: row.environment,
            auth: ConnectionAuth())
        connection.externalXref = row.externalXref
        connection.permissions = row.permissions
        connection.categories = row.categories
        connection.isPaused = row.isPaused
        connection.lastHealthyAt = row.lastHealthyAt
        connection.lastUnhealthyAt = row.lastUnhealthyAt
        connection.lastUnhealthyCode = row.lastUnhealthyCode
        connection.refreshAt = row.refreshAt
        connection.isUnauthorized = row.isUnauthorized
        do throws(DocumentError) {
            try connection.auth.readPublic(try Self.reader(row.publicAuth))
        } catch { throw .unavailable(.unexpected(column: 14)) }
        return connection
    }

    /// The connection with its secrets.
    func opened(_ row: ConnectionRow) throws(ConnectionError) -> Connection {
        var connection = try self.shown(row)
        let context = Self.context(row.workspace, row.id, version: row.sealedVersion)
        let sealed = Sealed(wrappedKey: row.wrappedKey, ciphertext: row.sealedAuth)
        do {
            let secret = try self.vault.open(sealed, for: context)
            try connection.auth.readSecrets(try Self.reader(secret.revealText()))
        } catch { throw .credentialUnreadable }
        return connection
    }

    private static func context(_ workspace: WorkspaceID, _ id: ConnectionID, version: UInt64) -> SealContext {
        SealContext(workspace: workspace, connection: id, field: "auth", version: version)
    }

    private static func reader(_ text: String) throws(DocumentError) -> DocumentReader {
        guard let json = try? JSONValue(parsing: text) else { throw DocumentError(field: "", problem: "is not JSON") }
        return try DocumentReader(json)
    }
}
