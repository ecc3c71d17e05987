//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Foundation
import Logging
import Model
import Storage
import StorageSQLite
import Synchronization
import Testing
import Vault

/// All services of one test over a real database file, with a clock and a source of randomness of its own.
struct Installation {
    /// Moves on with each reading, so that two moments differ; collects what shards are told to forget.
    final class World: Sendable {
        private let state = Mutex((time: Int64(1_700_000_000_000), changes: [Change]()))

        func now() -> Timestamp {
            self.state.withLock { state in
                state.time += 1
                return Timestamp(milliseconds: state.time)
            }
        }

        func record(_ change: Change) { self.state.withLock { $0.changes.append(change) } }

        var changes: [Change] { self.state.withLock { $0.changes } }

        var surroundings: Surroundings {
            Surroundings(
                now: { self.now() },
                random: { count in
                    var generator = SystemRandomNumberGenerator()
                    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                },
                changed: { self.record($0) })
        }
    }

    let directory: URL
    let world = World()
    let store: Store
    let vault: Vault
    let connections: ConnectionService
    let snapshots: SnapshotService
    let access: AccessService
    let workspaces: WorkspaceService
    let imports: ImportService
    let activations: ActivationService
    let integrations: IntegrationService
    let workspace: WorkspaceID
    let firstKey: Secret

    init() async throws {
        self.directory = FileManager.default.temporaryDirectory.appendingPathComponent("plane-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        let surroundings = self.world.surroundings
        let catalog = try Catalog(files: [])
        self.store = try await Self.store(self.directory)
        let ring = try await Self.custody(self.store, self.directory).open()
        let hasher = KeyHasher(pepper: ring.pepper)
        self.vault = Vault(keys: ring)
        self.connections = ConnectionService(
            store: self.store, vault: self.vault, catalog: catalog, surroundings: surroundings)
        self.snapshots = SnapshotService(
            store: self.store, vault: self.vault, catalog: catalog, logger: Logger(label: "test"))
        self.access = AccessService(store: self.store, hasher: hasher, surroundings: surroundings)
        self.workspaces = WorkspaceService(store: self.store, hasher: hasher, surroundings: surroundings)
        self.imports = ImportService(
            store: self.store, vault: self.vault, hasher: hasher, catalog: catalog, surroundings: surroundings)
        self.activations = ActivationService(
            store: self.store, vault: self.vault, catalog: catalog, surroundings: surroundings)
        self.integrations = IntegrationService(store: self.store, catalog: catalog, surroundings: surroundings)
        let opened = try await self.workspaces.open(makesFirstKey: true)
        self.workspace = opened.workspace
        self.firstKey = try #require(opened.firstKey)
    }

    static func store(_ directory: URL) async throws -> Store {
        let driver = try SQLiteDriver(path: directory.appendingPathComponent("passthrough.sqlite").path)
        return try await Store.open(driver, now: Timestamp(milliseconds: 1))
    }

    static func custody(_ store: Store, _ directory: URL) -> KeyCustody {
        KeyCustody(
            store: store, file: KeyFile(path: directory.appendingPathComponent("keys").path),
            random: World().surroundings.random)
    }

    func remove() { try? FileManager.default.removeItem(at: self.directory) }

    /// A second tenant.
    func otherWorkspace() async throws -> WorkspaceID {
        let id = WorkspaceID(high: 0xFFFF_FFFF, low: 9)
        try await self.store.write { try $0.workspaces.insert(id, name: "other", at: Timestamp(milliseconds: .max)) }
        return id
    }

    static func draft(token: String = "canary-credential-1", _ url: String = "https://api.example") -> ConnectionDraft {
        var auth = ConnectionAuth()
        auth.apiURL = url
        auth.token = Secret(token)
        return ConnectionDraft(integrationType: "generic", auth: auth)
    }

    /// What the credential of a connection comes to on a request.
    func authorization(of id: ConnectionID) async throws -> String {
        let answer = await self.snapshots.snapshot(for: id)
        guard case .found(let snapshot) = answer, case .fixed(let injected) = snapshot.credential else {
            Issue.record("no snapshot: \(answer)")
            return ""
        }
        return try #require(injected.headers.first).value.revealText()
    }
}
