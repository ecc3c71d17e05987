//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Model
package import Storage
package import Vault

/// Makes, lists, changes and deletes connections.
///
/// A change is durable when its method returns, and every shard has forgotten what was before.
/// Connections are returned without their secrets.
package struct ConnectionService: Sendable {
    private let store: Store
    private let vault: Vault
    private let catalog: Catalog
    private let now: @Sendable () -> Timestamp
    private let random: @Sendable (Int) -> [UInt8]
    private let changed: @Sendable (Change) async -> Void
    private let log: CallLog
    private let revocations: Revocations?

    package init(
        store: Store, vault: Vault, catalog: Catalog, surroundings: Surroundings, log: CallLog = .none,
        revocations: Revocations? = nil
    ) {
        self.store = store
        self.vault = vault
        self.catalog = catalog
        self.now = surroundings.now
        self.random = surroundings.random
        self.changed = surroundings.changed
        self.log = log
        self.revocations = revocations
    }

    package func create(
        _ draft: ConnectionDraft, in workspace: WorkspaceID
    ) async throws(ConnectionError) -> Connection {
        let now = self.now()
        let id = draft.id ?? ConnectionID.make(now: now, random: self.random)
        let made = try NewConnection(catalog: self.catalog.seen(by: workspace), now: now)
            .connection(from: draft, id: id, in: workspace)
        let sealing = ConnectionSealing(vault: self.vault)
        let log = self.log
        let stored = try await self.store.write(unavailable: ConnectionError.unavailable) { transaction in
            guard try transaction.connections.owner(of: id) == nil else { throw ConnectionError.idTaken }
            var connection = made
            connection.version = try transaction.versions.next()
            let row = try sealing.row(sealing: connection)
            guard try transaction.connections.put(row) else { throw ConnectionError.idTaken }
            try log.notice(ConnectionNotice(.created, of: row, at: now), transaction)
            return try sealing.shown(row)
        }
        await self.changed(.connection(id, version: stored.version))
        return stored
    }

    package func list(
        _ query: ConnectionQuery, in workspace: WorkspaceID
    ) async throws(ConnectionError) -> [Connection] {
        let filter = try query.filter(in: workspace)
        let sealing = ConnectionSealing(vault: self.vault)
        return try await self.store.read(unavailable: ConnectionError.unavailable) { transaction in
            try transaction.connections.list(filter).map { try sealing.shown($0) }
        }
    }

    package func get(_ id: ConnectionID, in workspace: WorkspaceID) async throws(ConnectionError) -> Connection {
        let sealing = ConnectionSealing(vault: self.vault)
        return try await self.store.read(unavailable: ConnectionError.unavailable) { transaction in
            try sealing.shown(try Self.row(id, in: workspace, transaction))
        }
    }

    package func update(
        _ id: ConnectionID, with patch: ConnectionPatch, in workspace: WorkspaceID
    ) async throws(ConnectionError) -> Connection {
        let change = ConnectionChange(
            patch: patch, catalog: self.catalog.seen(by: workspace), vault: self.vault, now: self.now())
        let log = self.log
        let stored = try await self.store.write(unavailable: ConnectionError.unavailable) { transaction in
            let row = try Self.row(id, in: workspace, transaction)
            let changed = try change.apply(to: row, version: try transaction.versions.next())
            guard try transaction.connections.put(changed) else { throw ConnectionError.notFound }
            if change.patch.auth != nil { try transaction.refreshes.forgive(id) }
            let event = ConnectionNotice.Event(ofChangeTo: changed, from: row)
            try log.notice(ConnectionNotice(event, of: changed, at: change.now), transaction)
            return try ConnectionSealing(vault: change.vault).shown(changed)
        }
        await self.changed(.connection(id, version: stored.version))
        return stored
    }

    /// Takes the connection away; its tokens are revoked at the vendor in the background, where that can be done.
    package func delete(_ id: ConnectionID, in workspace: WorkspaceID) async throws(ConnectionError) {
        let (log, now) = (self.log, self.now())
        let (row, version) = try await self.store.write(unavailable: ConnectionError.unavailable) { transaction in
            let row = try Self.row(id, in: workspace, transaction)
            guard try transaction.connections.delete(id, in: workspace) != nil else { throw ConnectionError.notFound }
            try transaction.refreshes.forget(id)
            try log.notice(ConnectionNotice(.deleted, of: row, at: now), transaction)
            return (row, try transaction.versions.next())
        }
        await self.changed(.connection(id, version: version))
        await self.revocations?.begin(row)
    }

    /// Another workspace's row is none.
    private static func row(
        _ id: ConnectionID, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws -> ConnectionRow {
        guard let row = try transaction.connections.find(id), row.workspace == workspace else {
            throw ConnectionError.notFound
        }
        return row
    }
}
