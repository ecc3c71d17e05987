//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Outgoing
import Storage
import Testing

/// What workspaces decide.
@Suite struct WorkspaceSettingsTests {
    private static func patch(_ json: String, replacesAll: Bool = false) throws -> WorkspaceSettingsPatch {
        try WorkspaceSettingsPatch(json: JSONValue(parsing: json), replacesAll: replacesAll)
    }

    @Test func whatWasDecidedIsThere() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let settings = plane.platform.settings
        #expect(try await settings.settings(of: plane.workspace) == WorkspaceSettings())
        _ = try await settings.change(
            plane.workspace,
            with: Self.patch(
                ##"{"name":"Acme","logo_url":"https://cdn.example/a.png","color":"#1AF","retention_days":7.0,"capture":"sample:5"}"##
            ))
        _ = try await settings.change(plane.workspace, with: Self.patch(#"{"name":"Acme & Sons"}"#))

        let found = try await settings.settings(of: plane.workspace)

        #expect(found.name == "Acme & Sons")
        #expect(found.logoURL == "https://cdn.example/a.png")
        #expect(found.color == "#11aaff")
        #expect(found.retentionDays == 7)
        #expect(found.capture == .sample(percent: 5))
        let replaced = try await settings.change(plane.workspace, with: Self.patch("{}", replacesAll: true)).settings
        #expect(replaced.name == nil)
        #expect(replaced.retentionDays == 60)
        #expect(replaced.capture == .off)
    }

    @Test(arguments: [
        #"{"name":"a\nb"}"#, #"{"logo_url":"http://cdn.example/a"}"#, #"{"logo_url":"https://a/\"onload=x"}"#,
        #"{"logo_url":"javascript:x"}"#, ##"{"color":"#12345"}"##, #"{"color":"red"}"#, #"{"retention_days":-1}"#,
        #"{"retention_days":1e18}"#, #"{"webhook_url":"ftp://a/"}"#, #"{"webhook_url":"https://u:p@a/"}"#,
        #"{"webhook_url":"https://a/#x"}"#, #"{"webhook_url":"https://a:0/"}"#, #"{"webhook_url":"https:///x"}"#,
        #"{"webhook_url":"https://a b/"}"#, #"{"webhook_url":"https://[::1/"}"#, #"{"webhook_url":"https://a:+80/"}"#,
    ])
    func whatCannotBeIsRefusedAndNothingChanges(json: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let patch = try Self.patch(json)
        await #expect(throws: WorkspaceSettingsError.self) {
            _ = try await plane.platform.settings.change(plane.workspace, with: patch)
        }

        #expect(try await plane.platform.settings.settings(of: plane.workspace) == WorkspaceSettings())
    }

    @Test(arguments: [
        #"{"capture":"all"}"#, #"{"capture":"sample:0"}"#, #"{"capture":"sample:101"}"#, #"{"retention_days":1.5}"#,
        #"{"retention_days":1e309}"#, #"{"name":1}"#, "[]",
    ])
    func whatHasNoMeaningIsRefused(json: String) {
        #expect(throws: (any Error).self) { _ = try Self.patch(json) }
    }

    @Test func theWebhooksSecretIsShownOnceAndKept() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let settings = plane.platform.settings
        let hook = try Self.patch(#"{"webhook_url":"http://127.0.0.1:9000"}"#)
        let first = try #require(try await settings.change(plane.workspace, with: hook).newSecret)
        #expect(try await settings.change(plane.workspace, with: Self.patch(#"{"name":"x"}"#)).newSecret == nil)
        #expect(try await settings.webhook(of: plane.workspace)?.secret == first)
        #expect(try await settings.webhook(of: plane.workspace)?.address.url.target == "/")
        let second = try await settings.change(plane.workspace, with: Self.patch(#"{"renew_webhook_secret":true}"#))
        #expect(second.newSecret != nil)
        #expect(second.newSecret != first)
        #expect(try await settings.webhook(of: plane.workspace)?.secret == second.newSecret)
        _ = try await settings.change(plane.workspace, with: Self.patch(#"{"webhook_url":""}"#))

        #expect(try await settings.webhook(of: plane.workspace) == nil)
        let row = try await plane.store.read { try $0.workspaceSettings.find(plane.workspace) }
        #expect(row?.sealedWebhookSecret == nil)
    }

    @Test func environmentsAreNamedAndTakenAway() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let environments = plane.platform.environments
        let other = try await plane.otherWorkspace()
        #expect(try await environments.list(in: plane.workspace) == ["Production", "Sandbox"])
        #expect(
            try await environments.add(["Staging", "Production", "Staging"], in: plane.workspace)
                == ["Production", "Sandbox", "Staging"])
        #expect(try await environments.list(in: other) == ["Production", "Sandbox"])
        var draft = Installation.draft()
        draft.environment = "Staging"
        let made = try await plane.connections.create(draft, in: plane.workspace)
        await #expect(throws: EnvironmentError.inUse(connections: 1, activations: 0)) {
            _ = try await environments.remove("Staging", in: plane.workspace)
        }
        try await plane.connections.delete(made.id, in: plane.workspace)
        #expect(try await environments.remove("Staging", in: plane.workspace) == ["Production", "Sandbox"])
        await #expect(throws: EnvironmentError.notFound) {
            _ = try await environments.remove("Staging", in: plane.workspace)
        }
        await #expect(throws: EnvironmentError.builtIn) {
            _ = try await environments.remove("Sandbox", in: plane.workspace)
        }
        for name in ["", "a\nb", String(repeating: "n", count: 101)] {
            await #expect(throws: EnvironmentError.self) {
                _ = try await environments.add(["Fine", name], in: plane.workspace)
            }
        }
        #expect(try await environments.list(in: plane.workspace) == ["Production", "Sandbox"])
    }
}
