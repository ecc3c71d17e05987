//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Model
package import Storage
package import Vault

/// Takes over keys and connections from elsewhere: a whole file or nothing of it.
///
/// Every line is read and checked before the transaction begins; errors name the line and never quote it.
package struct ImportService: Sendable {
    private let store: Store
    private let vault: Vault
    private let hasher: KeyHasher
    private let catalog: Catalog
    private let surroundings: Surroundings

    package init(store: Store, vault: Vault, hasher: KeyHasher, catalog: Catalog, surroundings: Surroundings) {
        self.store = store
        self.vault = vault
        self.hasher = hasher
        self.catalog = catalog
        self.surroundings = surroundings
    }

    /// Keys, one a line; keys that are there already stay as they are.
    ///
    /// A key that the file names twice counts once.
    package func importKeys(_ text: String, in workspace: WorkspaceID) async throws(ImportError) -> ImportedKeys {
        let keys = try KeyLines(hasher: self.hasher, workspace: workspace, now: self.surroundings.now()).read(text)
        let imported = try await self.store.write(unavailable: ImportError.unavailable) { transaction in
            var imported = ImportedKeys()
            for key in keys {
                guard let known = try transaction.keys.find(key.row.digest) else {
                    try transaction.keys.insert(key.row)
                    imported.added += 1
                    continue
                }
                guard known.workspace == workspace else {
                    throw ImportError.line(key.line, "the key belongs to another workspace")
                }
                guard known.revokedAt == nil else { throw ImportError.line(key.line, "the key is revoked here") }
                imported.known += 1
            }
            return imported
        }
        for key in keys { await self.surroundings.changed(.key(key.row.digest)) }
        return imported
    }

    /// Connections, one a line; one whose id the workspace has already is replaced.
    ///
    /// How many connections the file holds is returned.
    package func importConnections(_ text: String, in workspace: WorkspaceID) async throws(ImportError) -> Int {
        let lines = try self.connections(text, in: workspace)
        let sealing = ConnectionSealing(vault: self.vault)
        let changes = try await self.store.write(unavailable: ImportError.unavailable) { transaction in
            var changes: [Change] = []
            for line in lines {
                var connection = line.connection
                connection.version = try transaction.versions.next()
                guard let row = try? sealing.row(sealing: connection) else {
                    throw ImportError.line(line.number, "cannot be sealed")
                }
                guard try transaction.connections.put(row) else {
                    throw ImportError.line(line.number, "the id belongs to another workspace")
                }
                try transaction.refreshes.forgive(connection.id)
                changes.append(.connection(connection.id, version: connection.version))
            }
            return changes
        }
        for change in changes { await self.surroundings.changed(change) }
        return lines.count
    }

    private struct Line: Sendable {
        var number: Int
        var connection: Connection
    }

    private func connections(_ text: String, in workspace: WorkspaceID) throws(ImportError) -> [Line] {
        let now = self.surroundings.now()
        let maker = NewConnection(catalog: self.catalog.seen(by: workspace), now: now)
        var lines: [Line] = []
        var seen: [ConnectionID: Int] = [:]
        try ConnectionLines().read(text) { number, draft throws(ImportError) in
            let id = draft.id ?? ConnectionID.make(now: now, random: self.surroundings.random)
            if let earlier = seen.updateValue(number, forKey: id) {
                throw .line(number, "has the id of line \(earlier)")
            }
            do throws(ConnectionError) {
                let connection = try maker.connection(from: draft, id: id, in: workspace)
                lines.append(Line(number: number, connection: connection))
            } catch { throw .line(number, "\(error)") }
        }
        return lines
    }
}
