//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import ControlPlane
internal import Egress
package import Logging
package import Model
package import Outgoing
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
    let outgoing: OutgoingClient
    let store: Store
    let vault: Vault
    let surroundings: Surroundings
    package let refresh: RefreshService
    package let revocations: Revocations
    package let platform: PlatformServices

    package let integrations: IntegrationService

    /// Opens database and keys, and makes them at the first start.
    ///
    /// `integrationPaths` are files and folders of an operator's own integrations; `outgoing` asks vendors for tokens;
    /// `role` is what this process is to others on the same directory, and only one at a time may be the `server`.
    ///
    /// - Throws: `ServerError`.
    package static func open(
        _ directory: DataDirectory, integrationPaths: [String] = [], outgoing: OutgoingClient, role: String,
        logger: Logger, changed: @escaping @Sendable (Change) async -> Void
    ) async throws -> Installation {
        let surroundings = SystemSurroundings.make(changed: changed)
        let catalog = try Self.catalog(integrationPaths)
        do {
            let driver = try SQLiteDriver(path: directory.databasePath)
            let store = try await Store.open(driver, now: surroundings.now())
            let custody = KeyCustody(
                store: store, file: KeyFile(path: directory.keyPath), random: surroundings.random)
            let ring = try await custody.open()
            let installation = try Installation(
                directory, store: store, ring: ring, catalog: catalog, surroundings: surroundings,
                outgoing: outgoing, role: role, logger: logger)
            try await installation.integrations.load()
            return installation
        } catch let error as ServerError {
            throw error
        } catch {
            throw ServerError.dataDirectory(path: directory.path, problem: "\(error)")
        }
    }

    /// Goes to public addresses only: for commands, which know no settings of the server.
    package static var careful: OutgoingClient { OutgoingClient(policy: EgressPolicy(exceptions: [])) }

    private static func catalog(_ paths: [String]) throws(ServerError) -> Catalog {
        do { return try Catalog.bundled(addingPaths: paths) } catch { throw .integrations("\(error)") }
    }

    private init(
        _ directory: DataDirectory, store: Store, ring: KeyRing, catalog: Catalog, surroundings: Surroundings,
        outgoing: OutgoingClient, role: String, logger: Logger
    ) throws {
        let vault = Vault(keys: ring)
        let hasher = KeyHasher(pepper: ring.pepper)
        self.directory = directory
        self.sockets = try SocketDirectory(for: directory)
        self.catalog = catalog
        self.hasher = hasher
        self.workspaces = WorkspaceService(store: store, hasher: hasher, surroundings: surroundings)
        self.access = AccessService(store: store, hasher: hasher, surroundings: surroundings)
        let platform = PlatformServices(store: store, vault: vault, surroundings: surroundings, logger: logger)
        self.activations = ActivationService(
            store: store, vault: vault, catalog: catalog, surroundings: surroundings)
        let tokens = Self.tokens(
            VendorService(client: outgoing, surroundings: surroundings), catalog: catalog, self.activations)
        self.refresh = RefreshService(
            store: store, vault: vault, source: tokens, surroundings: surroundings, log: platform.log,
            journal: role == "server" ? try AnswerFile(directory).journal : .none,
            failpoints: try EnvironmentFailpoints.read(logger), role: role, logger: logger)
        self.revocations = Revocations(
            vault: vault, source: tokens, surroundings: surroundings, log: platform.log)
        self.connections = ConnectionService(
            store: store, vault: vault, catalog: catalog, surroundings: surroundings, log: platform.log,
            revocations: self.revocations)
        self.snapshots = SnapshotService(
            store: store, vault: vault, catalog: catalog, refresh: self.refresh, logger: logger)
        self.imports = ImportService(
            store: store, vault: vault, hasher: hasher, catalog: catalog, surroundings: surroundings)
        self.integrations = IntegrationService(store: store, catalog: catalog, surroundings: surroundings)
        self.reauthorizations = ReauthorizationService(store: store, surroundings: surroundings)
        self.outgoing = outgoing
        self.store = store
        self.vault = vault
        self.surroundings = surroundings
        self.platform = platform
    }

    /// Fresh credentials for connections, by the client that they hold or else by their workspace's.
    private static func tokens(
        _ vendors: VendorService, catalog: Catalog, _ activations: ActivationService
    ) -> VendorTokenSource {
        VendorTokenSource(vendors: vendors, catalog: catalog) { connection in
            await Self.client(for: connection, activations)
        }
    }

    /// The workspace's own client at the connection's integration.
    private static func client(for connection: Connection, _ activations: ActivationService) async -> OAuthClient? {
        let found = try? await activations.client(
            for: connection.integrationType, environment: connection.environment, in: connection.workspace)
        guard let activated = found ?? nil, let id = activated.id else { return nil }
        return OAuthClient(id: id, secret: activated.secret)
    }
}
