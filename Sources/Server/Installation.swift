//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import ControlPlane
package import Logging
package import Model
internal import Storage
internal import StorageSQLite
package import Vault

/// The services of one data directory, put together: what the server and the commands share.
package struct Installation: Sendable {
    package let directory: DataDirectory
    package let sockets: SocketDirectory
    package let catalog: Catalog
    package let hasher: KeyHasher
    package let workspaces: WorkspaceService
    package let access: AccessService
    package let connections: ConnectionService
    package let snapshots: SnapshotService
    package let imports: ImportService
    package let activations: ActivationService
    package let reauthorizations: ReauthorizationService
    let store: Store
    let vault: Vault
    let surroundings: Surroundings

    /// Opens database and keys, and makes them at the first start.
    ///
    /// - Throws: `ServerError`.
    package static func open(
        _ directory: DataDirectory, logger: Logger, changed: @escaping @Sendable (Change) async -> Void
    ) async throws -> Installation {
        let surroundings = SystemSurroundings.make(changed: changed)
        do {
            let driver = try SQLiteDriver(path: directory.databasePath)
            let store = try await Store.open(driver, now: surroundings.now())
            let custody = KeyCustody(
                store: store, file: KeyFile(path: directory.keyPath), random: surroundings.random)
            let ring = try await custody.open()
            return try Installation(directory, store: store, ring: ring, surroundings: surroundings, logger: logger)
        } catch let error as ServerError {
            throw error
        } catch {
            throw ServerError.dataDirectory(path: directory.path, problem: "\(error)")
        }
    }

    private init(
        _ directory: DataDirectory, store: Store, ring: KeyRing, surroundings: Surroundings, logger: Logger
    ) throws {
        let catalog = try Catalog.bundled()
        let vault = Vault(keys: ring)
        let hasher = KeyHasher(pepper: ring.pepper)
        self.directory = directory
        self.sockets = try SocketDirectory(for: directory)
        self.catalog = catalog
        self.hasher = hasher
        self.workspaces = WorkspaceService(store: store, hasher: hasher, surroundings: surroundings)
        self.access = AccessService(store: store, hasher: hasher, surroundings: surroundings)
        self.connections = ConnectionService(
            store: store, vault: vault, catalog: catalog, surroundings: surroundings)
        self.snapshots = SnapshotService(store: store, vault: vault, catalog: catalog, logger: logger)
        self.imports = ImportService(
            store: store, vault: vault, hasher: hasher, catalog: catalog, surroundings: surroundings)
        self.reauthorizations = ReauthorizationService(store: store, surroundings: surroundings)
        self.store = store
        self.vault = vault
        self.surroundings = surroundings
        self.activations = ActivationService(
            store: store, vault: vault, catalog: catalog, surroundings: surroundings)
    }
}
