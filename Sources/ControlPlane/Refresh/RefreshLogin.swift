//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Logging
internal import Model
internal import Storage

/// The log-in that some integrations want with every fresh token.
///
/// It comes after the token is durable, and may be lost: the next refresh does it again.
struct RefreshLogin: Sendable {
    let parts: RefreshParts
    let connection: Connection

    func run() async throws(RefreshError) {
        var connection = self.connection
        do throws(OAuthFailure) {
            try await self.parts.source.takeFurtherSteps(&connection)
        } catch {
            self.parts.logger.warning(
                "a log-in after a refresh failed",
                metadata: ["connection": "\(connection.id)", "reason": "\(error.code)"])
            return
        }
        let loggedIn = connection
        let version = try await self.parts.write { transaction in try self.store(loggedIn, transaction) }
        if let version { await self.parts.surroundings.changed(.connection(connection.id, version: version)) }
    }

    /// Only over the very secrets that the log-in was made with.
    private func store(_ loggedIn: Connection, _ transaction: Transaction) throws -> UInt64? {
        guard let row = try transaction.connections.find(loggedIn.id), row.sealedVersion == loggedIn.version,
            var connection = try? self.parts.sealing.opened(row)
        else { return nil }
        connection.auth = loggedIn.auth
        connection.version = try transaction.versions.next()
        guard let sealed = try? self.parts.sealing.row(sealing: connection),
            try transaction.connections.put(sealed)
        else { throw RefreshError.credentialUnreadable }
        return connection.version
    }
}
