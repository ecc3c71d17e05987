//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Egress
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import ManagementAPI
import Model
import NIOCore
import Outgoing
import Storage
import StorageSQLite
import Synchronization
import Testing
import Vault

/// The management API of one test over real services and a real database file, with two workspaces.
struct Rig: Sendable {
    let directory: URL
    let services: ManagementServices
    let access: AccessService
    let platform: PlatformServices
    let workspace: WorkspaceID
    /// A key of the first workspace.
    let key: String
    /// A key of the second one.
    let otherKey: String

    init() async throws {
        self.directory = FileManager.default.temporaryDirectory.appendingPathComponent("api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        let surroundings = Self.surroundings()
        let catalog = try Catalog(files: [(name: "crm.yaml", text: catalogText)])
        let driver = try SQLiteDriver(path: self.directory.appendingPathComponent("db.sqlite").path)
        let store = try await Store.open(driver, now: Timestamp(milliseconds: 1))
        let ring = try #require(KeyRing.generate(random: surroundings.random))
        let hasher = KeyHasher(pepper: ring.pepper)
        self.access = AccessService(store: store, hasher: hasher, surroundings: surroundings)
        let opened = try await WorkspaceService(store: store, hasher: hasher, surroundings: surroundings)
            .open(makesFirstKey: true)
        self.key = try #require(opened.firstKey).revealText()
        self.workspace = opened.workspace
        let other = WorkspaceID(high: 0xFFFF_FFFF, low: 9)
        try await store.write { try $0.workspaces.insert(other, name: "other", at: Timestamp(milliseconds: .max)) }
        self.otherKey = try await self.access.createKey(named: "other", in: other).revealText()
        self.platform = PlatformServices(
            store: store, vault: Vault(keys: ring), surroundings: surroundings, logger: Logger(label: "test"))
        self.services = ManagementServices(
            connections: ConnectionService(
                store: store, vault: Vault(keys: ring), catalog: catalog, surroundings: surroundings,
                log: self.platform.log),
            access: self.access,
            integrations: IntegrationService(store: store, catalog: catalog, surroundings: surroundings),
            activations: ActivationService(
                store: store, vault: Vault(keys: ring), catalog: catalog, surroundings: surroundings),
            redirectURI: { "https://pass.example/oauth/code" },
            now: surroundings.now, makeRequestID: { "made-request-id" },
            metrics: { Self.metrics },
            authorizations: Self.authorizations(store, Vault(keys: ring), catalog, surroundings),
            reauthorizations: ReauthorizationService(store: store, surroundings: surroundings), platform: self.platform)
    }

    private static func authorizations(
        _ store: Store, _ vault: Vault, _ catalog: Catalog, _ surroundings: Surroundings
    ) -> AuthorizationService {
        let doors = AuthorizationDoors(
            client: { _, _, _ in nil },
            branding: { _ in ConnectBranding(name: "Acme & Sons", logoURL: "https://cdn.example/logo.png") },
            publicURL: { "https://connect.example" })
        return AuthorizationService(
            store: store, vault: vault, catalog: catalog,
            vendors: VendorService(
                client: OutgoingClient(policy: EgressPolicy(exceptions: [])), surroundings: surroundings),
            doors: doors, surroundings: surroundings, logger: Logger(label: "test"))
    }

    /// A clock that moves on by a millisecond with each reading.
    private static func surroundings() -> Surroundings {
        let time = Clock()
        return Surroundings(
            now: { time.read() },
            random: { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } },
            changed: { _ in })
    }

    /// One of each kind, with all that has to be escaped.
    static let metrics = [
        Metric(
            "some_total", .counter, "What \\ and\nwhy \"so\".", [.init(3), .init(0, [("a", "x"), ("b", "\"\\\n")])]),
        Metric("some_bytes", .gauge, "Half.", [.init(0.5)]),
        Metric(
            "some_seconds", .histogram, "Long.",
            [
                .init(1, [("le", "0.1")], suffix: "_bucket"), .init(2, [("le", "+Inf")], suffix: "_bucket"),
                .init(1e15, suffix: "_sum"), .init(2, suffix: "_count"),
            ]),
    ]

    func remove() { try? FileManager.default.removeItem(at: self.directory) }

    /// Runs `body` with the router, no network between.
    static func run(_ body: @escaping @Sendable (Session) async throws -> Void) async throws {
        let rig = try await Rig()
        defer { rig.remove() }
        let application = Application(router: buildRouter(services: rig.services), logger: Logger(label: "test"))
        try await application.test(.router) { client in try await body(Session(rig: rig, client: client)) }
    }
}

private final class Clock: Sendable {
    private let milliseconds = Mutex(Int64(1_700_000_000_000))

    func read() -> Timestamp {
        self.milliseconds.withLock { value in
            value += 1
            return Timestamp(milliseconds: value)
        }
    }
}

/// Three vendors, the third with an OAuth client of the operator's own, beside the built-in `generic`.
private let catalogText = """
    - slug: alpha
      name: Alpha CRM
      categories: [crm, ticketing]
      base_url: https://api.alpha.example
      allowed_hosts: [api.alpha.example]
      auth:
        - type: bearer
      docs: https://docs.alpha.example
      unified: unseen
      verified: 1
      sources: [nango]
      note: "Alpha counts calls by the day."
    - slug: gamma
      name: Gamma Files
      categories: [storage]
      base_url: https://api.gamma.example
      vars:
        tenant: {kind: label}
      allowed_hosts: [api.gamma.example]
      auth_hosts: ["*.gamma.example"]
      auth:
        - type: oauth2
          grant: authorization_code
          authorization_url: https://{tenant}.gamma.example/authorize
          token_url: https://{tenant}.gamma.example/token
      docs: https://docs.gamma.example
      unified: unseen
      verified: 1
      sources: [nango]
    - slug: beta
      name: Beta Tickets
      categories: [ticketing]
      base_url: https://api.beta.example
      allowed_hosts: [api.beta.example]
      auth:
        - type: bearer
      docs: https://docs.beta.example
      unified: unseen
      verified: 1
      sources: [nango]

    """
