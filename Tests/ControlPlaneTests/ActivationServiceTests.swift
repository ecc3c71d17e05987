//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Storage
import Testing

@Suite
struct ActivationServiceTests {
    private static let row = """
        name: Ours
        base_url: https://{tenant}.ours.example
        vars:
          tenant: {kind: label}
          region: {kind: label, from: token.region, default: eu}
        allowed_hosts: ["*.ours.example"]
        auth_hosts: ["*.ours.example"]
        auth:
          - type: oauth2
            grant: authorization_code
            authorization_url: https://{tenant}.ours.example/authorize
            token_url: https://{tenant}.ours.example/token
        """

    private static func installation() async throws -> Installation {
        let installation = try await Installation()
        _ = try await installation.integrations.put("ours", text: Self.row, in: installation.workspace)
        return installation
    }

    private static func draft(_ change: (inout ActivationDraft) -> Void = { _ in }) -> ActivationDraft {
        var draft = ActivationDraft()
        draft.clientID = "client"
        draft.clientSecret = Secret("canary-secret-1")
        draft.scopes = ["read", "write"]
        draft.settings = ["tenant": "acme"]
        change(&draft)
        return draft
    }

    @Test
    func clientComesBackWithItsSecret() async throws {
        let installation = try await Self.installation()
        defer { installation.remove() }

        let shown = try await installation.activations.put(
            "ours", environment: "Production", Self.draft(), in: installation.workspace)
        let client = try await installation.activations.client(
            for: "ours", environment: "Production", in: installation.workspace)

        #expect(shown.hasClientSecret)
        #expect(client?.id == "client")
        #expect(client?.secret == Secret("canary-secret-1"))
        #expect(client?.scopes == ["read", "write"])
        #expect(client?.settings == ["tenant": "acme"])
        #expect(client?.isActive == true)
    }

    @Test
    func environmentsAndWorkspacesDoNotStandInForEachOther() async throws {
        let installation = try await Self.installation()
        defer { installation.remove() }
        let other = try await installation.otherWorkspace()
        let activations = installation.activations
        _ = try await activations.put("ours", environment: "Production", Self.draft(), in: installation.workspace)

        #expect(try await activations.client(for: "ours", environment: "Sandbox", in: installation.workspace) == nil)
        #expect(try await activations.client(for: "ours", environment: "Production", in: other) == nil)
        #expect(try await activations.list(in: other).isEmpty)
        #expect(try await !activations.delete("ours", environment: "Production", in: other))
        await #expect(throws: ActivationError.unknownIntegration) {
            try await activations.put("ours", environment: "Production", Self.draft(), in: other)
        }
        #expect(try await activations.list(in: installation.workspace).count == 1)
    }

    @Test
    func absentSecretStaysWithItsClientOnly() async throws {
        let installation = try await Self.installation()
        defer { installation.remove() }
        let (activations, workspace) = (installation.activations, installation.workspace)
        _ = try await activations.put("ours", environment: "Production", Self.draft(), in: workspace)

        _ = try await activations.put(
            "ours", environment: "Production",
            Self.draft {
                $0.clientSecret = nil; $0.scopes = []
            }, in: workspace)
        let kept = try await activations.client(for: "ours", environment: "Production", in: workspace)
        #expect(kept?.secret == Secret("canary-secret-1"))
        #expect(kept?.scopes == [])

        _ = try await activations.put(
            "ours", environment: "Production",
            Self.draft {
                $0.clientSecret = nil; $0.clientID = "b"
            }, in: workspace)
        let moved = try await activations.client(for: "ours", environment: "Production", in: workspace)
        #expect(moved?.id == "b")
        #expect(moved?.secret == nil)
    }

    /// Else a key to the API would be enough to have the secret sent to a host of one's own.
    @Test
    func storedSecretFollowsNoSetting() async throws {
        let installation = try await Self.installation()
        defer { installation.remove() }
        let (activations, workspace) = (installation.activations, installation.workspace)
        _ = try await activations.put("ours", environment: "Production", Self.draft(), in: workspace)
        let moved = Self.draft {
            $0.clientSecret = nil; $0.settings = ["tenant": "evil"]
        }

        let error = await #expect(throws: ActivationError.self) {
            try await activations.put("ours", environment: "Production", moved, in: workspace)
        }

        #expect(error?.description.contains("send client_secret again") == true)
        let client = try await activations.client(for: "ours", environment: "Production", in: workspace)
        #expect(client?.settings == ["tenant": "acme"])
    }

    @Test
    func deactivatedClientStaysForRefreshes() async throws {
        let installation = try await Self.installation()
        defer { installation.remove() }
        let (activations, workspace) = (installation.activations, installation.workspace)
        let shown = try await activations.put("ours", environment: "Sandbox", Self.draft(), in: workspace)
        var draft = ActivationDraft(keeping: shown)
        draft.isActive = false

        _ = try await activations.put("ours", environment: "Sandbox", draft, in: workspace)

        let client = try await activations.client(for: "ours", environment: "Sandbox", in: workspace)
        #expect(client?.isActive == false)
        #expect(client?.secret == Secret("canary-secret-1"))
        #expect(try await activations.delete("ours", environment: "Sandbox", in: workspace))
        #expect(try await activations.client(for: "ours", environment: "Sandbox", in: workspace) == nil)
    }

    @Test(
        arguments: [
            { $0.settings = ["tenant": "a.b"] }, { $0.settings = ["region": "us"] }, { $0.settings = ["x": "y"] },
            { $0.scopes = ["a b"] }, { $0.scopes = [""] }, { $0.clientID = "a\nb" },
            { $0.clientID = nil }, { $0.scopes = Array(repeating: "a", count: 501) },
        ] as [@Sendable (inout ActivationDraft) -> Void])
    func whatCannotBeUsedIsRefused(change: @Sendable (inout ActivationDraft) -> Void) async throws {
        let installation = try await Self.installation()
        defer { installation.remove() }

        let error = await #expect(throws: ActivationError.self) {
            try await installation.activations.put(
                "ours", environment: "Production", Self.draft(change), in: installation.workspace)
        }

        #expect(error?.description.contains("canary") == false)
        #expect(try await installation.activations.list(in: installation.workspace).isEmpty)
    }

    @Test
    func aRowCopiedToAnotherEnvironmentDoesNotOpen() async throws {
        let installation = try await Self.installation()
        defer { installation.remove() }
        let workspace = installation.workspace
        _ = try await installation.activations.put("ours", environment: "Production", Self.draft(), in: workspace)

        try await installation.store.write { transaction in
            guard var row = try transaction.activations.find("ours", in: "Production", of: workspace) else { return }
            row.environment = "Sandbox"
            try transaction.activations.put(row)
        }

        await #expect(throws: ActivationError.secretUnreadable) {
            try await installation.activations.client(for: "ours", environment: "Sandbox", in: workspace)
        }
    }
}
