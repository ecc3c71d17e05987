//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Logging
package import Model
package import Storage
package import Vault

/// Makes what a shard needs to forward a connection's requests: one read, one opening, one resolution.
///
/// A credential that is about to end is handed out and renewed meanwhile; one that has ended is renewed first.
package struct SnapshotService: Sendable {
    private let store: Store
    private let vault: Vault
    private let catalog: Catalog
    private let refresh: RefreshService?
    private let logger: Logger

    package init(store: Store, vault: Vault, catalog: Catalog, refresh: RefreshService? = nil, logger: Logger) {
        self.store = store
        self.vault = vault
        self.catalog = catalog
        self.refresh = refresh
        self.logger = logger
    }

    package func snapshot(for id: ConnectionID) async -> SnapshotAnswer {
        let (answer, step) = await self.look(id)
        guard let refresh, let step else { return answer }
        guard step == .renewFirst else {
            await refresh.renewSoon(id)
            return answer
        }
        switch await refresh.renew(id) {
        case .unavailable: return .unavailable
        case .refreshed, .unneeded, .unauthorized, .impossible, .gone: return await self.look(id).answer
        }
    }

    /// The vendor refused the credential of that version of the connection (CONTRACT 1.8).
    package func refresh(_ id: ConnectionID, refused version: UInt64) async -> RefreshAnswer {
        await self.refresh?.refused(id, version: version) ?? .unavailable
    }

    private enum Step { case renewFirst, renewMeanwhile }

    private func look(_ id: ConnectionID) async -> (answer: SnapshotAnswer, step: Step?) {
        let found: (row: ConnectionRow, capture: BodyCapture)?
        do {
            found = try await self.store.read { transaction in
                try transaction.connections.findWithCapture(id).map { found in
                    (found.row, found.capture.flatMap(BodyCapture.init) ?? .off)
                }
            }
        } catch {
            self.logger.error(
                "a connection could not be read", metadata: ["connection": "\(id)", "reason": "\(error)"])
            return (.unavailable, nil)
        }
        guard let (row, capture) = found else { return (.unknown, nil) }
        do {
            return try self.answer(row, capture)
        } catch {
            self.logger.warning(
                "a connection cannot be used", metadata: ["connection": "\(id)", "reason": "\(error)"])
            return (.unusable(workspace: row.workspace, version: row.version), nil)
        }
    }

    /// A paused connection is refused before its credential would be needed: it is opened all the same, so that all
    /// answers are made alike.
    private func answer(_ row: ConnectionRow, _ capture: BodyCapture) throws -> (SnapshotAnswer, Step?) {
        let connection = try ConnectionSealing(vault: self.vault).opened(row)
        let state = self.refresh?.state(of: connection.auth) ?? .valid
        let isRefreshable = self.refresh?.isRefreshable(connection) ?? false
        // What is still valid is used, even though it cannot be renewed any more.
        if row.isUnauthorized, state == .ended {
            return (.unusable(workspace: row.workspace, version: row.version), nil)
        }
        if isRefreshable, state == .ended { return (.unavailable, .renewFirst) }
        var snapshot = try self.snapshot(of: connection)
        snapshot.capture = capture
        snapshot.isRefreshable = isRefreshable && !row.isUnauthorized
        // Of a credential that nothing can renew, whether it has ended is the vendor's to say.
        if isRefreshable || row.isUnauthorized { snapshot.expiresAt = connection.auth.expiryDate }
        if snapshot.isRefreshable { snapshot.renewAt = connection.refreshAt }
        return (.found(snapshot), snapshot.isRefreshable && state == .ending ? .renewMeanwhile : nil)
    }

    private func snapshot(of connection: Connection) throws(ResolutionError) -> ConnectionSnapshot {
        let resolved = try self.catalog.seen(by: connection.workspace).resolve(
            type: connection.integrationType, auth: connection.auth)
        return ConnectionSnapshot(
            id: connection.id, version: connection.version, workspace: connection.workspace,
            integrationType: connection.integrationType, isPaused: connection.isPaused, base: resolved.base,
            credential: resolved.credential, staticHeaders: resolved.staticHeaders, allowedHosts: resolved.allowedHosts)
    }
}
