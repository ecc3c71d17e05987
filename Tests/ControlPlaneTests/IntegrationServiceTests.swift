//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Model
import Storage
import Testing

@Suite
struct IntegrationServiceTests {
    private static func row(_ host: String = "api.ours.example", name: String = "Ours") -> String {
        """
        name: \(name)
        base_url: https://\(host)
        allowed_hosts: [\(host)]
        auth:
          - type: bearer
        """
    }

    private static func connect(_ installation: Installation, in workspace: WorkspaceID) async throws -> ConnectionID {
        var auth = ConnectionAuth()
        auth.token = Secret("canary-credential-1")
        return try await installation.connections.create(
            ConnectionDraft(integrationType: "ours", auth: auth), in: workspace
        ).id
    }

    @Test
    func aConnectionIsMadeAndUsedAtOnce() async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        _ = try await installation.integrations.put("ours", text: Self.row(), in: installation.workspace)

        let id = try await Self.connect(installation, in: installation.workspace)

        #expect(try await installation.authorization(of: id) == "Bearer canary-credential-1")
    }

    @Test
    func anotherWorkspaceNeitherSeesNorUsesNorChangesIt() async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        let other = try await installation.otherWorkspace()
        let integrations = installation.integrations
        _ = try await integrations.put("ours", text: Self.row(), in: installation.workspace)

        #expect(integrations.find("ours", for: other) == nil)
        #expect(integrations.text("ours", for: other) == nil)
        await #expect(throws: ConnectionError.self) { try await Self.connect(installation, in: other) }
        await #expect(throws: IntegrationError.notFound) { try await integrations.delete("ours", in: other) }
        _ = try await integrations.put("ours", text: Self.row("api.other.example", name: "Theirs"), in: other)
        #expect(integrations.find("ours", for: installation.workspace)?.name == "Ours")
        #expect(integrations.find("ours", for: other)?.name == "Theirs")
    }

    @Test
    func aChangeOutdatesWhatShardsHave() async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        let (integrations, workspace) = (installation.integrations, installation.workspace)
        _ = try await integrations.put("ours", text: Self.row(), in: workspace)
        let id = try await Self.connect(installation, in: workspace)
        guard case .found(let before) = await installation.snapshots.snapshot(for: id) else {
            Issue.record("no snapshot")
            return
        }

        _ = try await integrations.put(
            "ours", text: Self.row() + "\nheaders: {X-Version: '2'}", in: workspace)

        guard case .found(let after) = await installation.snapshots.snapshot(for: id) else {
            Issue.record("no snapshot")
            return
        }
        #expect(after.staticHeaders == [StaticHeader(name: "X-Version", value: "2")])
        #expect(after.version > before.version)
        let forgotten = installation.world.changes.suffix(2)
        #expect(forgotten == [.integrations(workspace), .connection(id, version: after.version)])
    }

    /// Else a key to the API would be enough to have stored credentials sent to a host of one's own.
    @Test(arguments: [
        IntegrationServiceTests.row("api.evil.example"),
        IntegrationServiceTests.row() + "\nauth_hosts: [auth.evil.example]",
        IntegrationServiceTests.row().replacing("[api.ours.example]", with: "[api.ours.example, evil.example]"),
        IntegrationServiceTests.row().replacing(
            "type: bearer", with: "type: bearer\n    base_url: https://api.ours.example/v2"),
    ])
    func storedCredentialsFollowNoRow(text: String) async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        let (integrations, workspace) = (installation.integrations, installation.workspace)
        _ = try await integrations.put("ours", text: Self.row(), in: workspace)
        let id = try await Self.connect(installation, in: workspace)

        let error = await #expect(throws: IntegrationError.self) {
            try await integrations.put("ours", text: text, in: workspace)
        }

        #expect(error?.description.contains("stored credentials elsewhere") == true, "\(String(describing: error))")
        try await installation.connections.delete(id, in: workspace)
        #expect(try await integrations.put("ours", text: text, in: workspace).type == "ours")
    }

    @Test
    func aStoredClientSecretFollowsNoRowEither() async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        let (integrations, workspace) = (installation.integrations, installation.workspace)
        _ = try await integrations.put("ours", text: Self.row(), in: workspace)
        var draft = ActivationDraft()
        draft.clientID = "client"
        draft.clientSecret = Secret("canary-secret-1")
        _ = try await installation.activations.put("ours", environment: "Sandbox", draft, in: workspace)

        await #expect(throws: IntegrationError.self) {
            try await integrations.put("ours", text: Self.row("api.evil.example"), in: workspace)
        }
        try await integrations.delete("ours", in: workspace)
        #expect(try await installation.activations.list(in: workspace).isEmpty)
        _ = try await integrations.put("ours", text: Self.row("api.evil.example"), in: workspace)
        #expect(
            try await installation.activations.client(for: "ours", environment: "Sandbox", in: workspace) == nil)
    }

    @Test
    func aUsedRowIsNotDeleted() async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        let (integrations, workspace) = (installation.integrations, installation.workspace)
        _ = try await integrations.put("ours", text: Self.row(), in: workspace)
        let id = try await Self.connect(installation, in: workspace)

        await #expect(throws: IntegrationError.self) { try await integrations.delete("ours", in: workspace) }
        #expect(try await installation.authorization(of: id) == "Bearer canary-credential-1")
        try await installation.connections.delete(id, in: workspace)
        try await integrations.delete("ours", in: workspace)
        #expect(integrations.find("ours", for: workspace) == nil)
    }

    @Test
    func rowsAreThereAfterAStart() async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        _ = try await installation.integrations.put("ours", text: Self.row(), in: installation.workspace)

        let catalog = try Catalog(files: [])
        try await IntegrationService(
            store: installation.store, catalog: catalog, surroundings: installation.world.surroundings
        ).load()

        #expect(catalog.seen(by: installation.workspace)["ours"]?.name == "Ours")
    }

    @Test
    func theirNumberIsBounded() async throws {
        let installation = try await Installation()
        defer { installation.remove() }
        let workspace = installation.workspace
        try await installation.store.write { transaction in
            for index in 0..<IntegrationService.largestCount {
                try transaction.userIntegrations.put(
                    UserIntegrationRow(
                        workspace: workspace, type: "t\(index)", text: Self.row(),
                        createdAt: Timestamp(milliseconds: 1), updatedAt: Timestamp(milliseconds: 1)))
            }
        }

        await #expect(throws: IntegrationError.tooMany(limit: IntegrationService.largestCount)) {
            try await installation.integrations.put("one_more", text: Self.row(), in: workspace)
        }
        #expect(try await installation.integrations.put("t0", text: Self.row(), in: workspace).type == "t0")
    }

    @Test
    func faultsHaveTheirLines() async throws {
        let installation = try await Installation()
        defer { installation.remove() }

        let error = await #expect(throws: IntegrationError.self) {
            try await installation.integrations.put(
                "ours", text: Self.row().replacing("bearer", with: "magic"), in: installation.workspace)
        }

        guard case .invalid(let faults)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(faults.map(\.line) == [5])
    }
}
