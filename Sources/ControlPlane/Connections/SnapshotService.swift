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
package struct SnapshotService: Sendable {
    private let store: Store
    private let vault: Vault
    private let catalog: Catalog
    private let logger: Logger

    package init(store: Store, vault: Vault, catalog: Catalog, logger: Logger) {
        self.store = store
        self.vault = vault
        self.catalog = catalog
        self.logger = logger
    }

    package func snapshot(for id: ConnectionID) async -> SnapshotAnswer {
        let row: ConnectionRow?
        do {
            row = try await self.store.read { transaction in try transaction.connections.find(id) }
        } catch {
            self.logger.error(
                "a connection could not be read", metadata: ["connection": "\(id)", "reason": "\(error)"])
            return .unavailable
        }
        guard let row else { return .unknown }
        do {
            return .found(try self.snapshot(of: row))
        } catch {
            self.logger.warning(
                "a connection cannot be used", metadata: ["connection": "\(id)", "reason": "\(error)"])
            return .unusable(workspace: row.workspace, version: row.version)
        }
    }

    /// A paused connection is refused before its credential would be needed: it is opened all the same, so that all
    /// answers are made alike.
    private func snapshot(of row: ConnectionRow) throws -> ConnectionSnapshot {
        let connection = try ConnectionSealing(vault: self.vault).opened(row)
        let resolved = try self.catalog.resolve(type: connection.integrationType, auth: connection.auth)
        return ConnectionSnapshot(
            id: row.id, version: row.version, workspace: row.workspace, integrationType: row.integrationType,
            isPaused: row.isPaused, base: resolved.base, credential: resolved.credential,
            staticHeaders: resolved.staticHeaders, allowedHosts: resolved.allowedHosts)
    }
}
