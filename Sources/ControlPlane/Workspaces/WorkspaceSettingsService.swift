//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage
package import Vault

/// Reads and changes what a workspace has decided for all of its connections.
package struct WorkspaceSettingsService: Sendable {
    /// Settings after a change, and the webhook's secret when it was made just now: it is shown this once.
    package struct Changed: Sendable {
        package var settings: WorkspaceSettings
        package var newSecret: Secret?
    }

    private let store: Store
    private let vault: Vault
    private let now: @Sendable () -> Timestamp
    private let random: @Sendable (Int) -> [UInt8]
    private let notifications: Notifications

    package init(store: Store, vault: Vault, surroundings: Surroundings, notifications: Notifications? = nil) {
        self.store = store
        self.vault = vault
        self.now = surroundings.now
        self.random = surroundings.random
        self.notifications = notifications ?? Notifications(random: surroundings.random)
    }

    /// Of a workspace that never decided anything, or that is none, the defaults.
    package func settings(of workspace: WorkspaceID) async throws(WorkspaceSettingsError) -> WorkspaceSettings {
        try await self.store.read(unavailable: WorkspaceSettingsError.unavailable) { transaction in
            WorkspaceSettings(try transaction.workspaceSettings.find(workspace))
        }
    }

    /// A webhook that had no secret gets one; it keeps the one it has unless another is asked for.
    package func change(
        _ workspace: WorkspaceID, with patch: WorkspaceSettingsPatch
    ) async throws(WorkspaceSettingsError) -> Changed {
        let now = self.now()
        let candidate = Self.newSecret(self.random)
        let (vault, notifications) = (self.vault, self.notifications)
        return try await self.store.write(unavailable: WorkspaceSettingsError.unavailable) { transaction in
            let before = try transaction.workspaceSettings.find(workspace)
            var settings = try patch.applied(to: WorkspaceSettings(before))
            settings.updatedAt = now
            var row = WorkspaceSettingsRow(settings, of: workspace, version: try transaction.versions.next(), at: now)
            var shown: Secret?
            if settings.webhookURL != nil {
                let kept = patch.renewsSecret ? nil : try before.flatMap { try Self.secret(of: $0, vault) }
                if kept == nil { shown = candidate }
                try Self.seal(kept ?? candidate, into: &row, vault)
            }
            try transaction.workspaceSettings.put(row)
            try notifications.note(
                .workspaceUpdated, of: workspace, message: "The workspace's settings were changed.", at: now,
                transaction)
            return Changed(settings: settings, newSecret: shown)
        }
    }

    /// Where the workspace wants to be told and what it checks our signature with; `nil` when it wants nothing.
    package func webhook(
        of workspace: WorkspaceID
    ) async throws(WorkspaceSettingsError) -> (address: WebhookAddress, secret: Secret)? {
        let row = try await self.store.read(unavailable: WorkspaceSettingsError.unavailable) { transaction in
            try transaction.workspaceSettings.find(workspace)
        }
        guard let row, let address = row.webhookURL.flatMap(WebhookAddress.init),
            let secret = try Self.secret(of: row, self.vault)
        else { return nil }
        return (address, secret)
    }

    private static func newSecret(_ random: (Int) -> [UInt8]) -> Secret {
        Secret("whsec_" + random(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    private static func secret(
        of row: WorkspaceSettingsRow, _ vault: Vault
    ) throws(WorkspaceSettingsError) -> Secret? {
        guard let key = row.wrappedKey, let sealed = row.sealedWebhookSecret else { return nil }
        do {
            return try vault.open(
                Sealed(wrappedKey: key, ciphertext: sealed), for: Self.context(row.workspace, row.version))
        } catch { throw .secretUnreadable }
    }

    private static func seal(
        _ secret: Secret, into row: inout WorkspaceSettingsRow, _ vault: Vault
    ) throws(WorkspaceSettingsError) {
        do {
            let sealed = try vault.seal(secret, for: Self.context(row.workspace, row.version))
            row.wrappedKey = sealed.wrappedKey
            row.sealedWebhookSecret = sealed.ciphertext
        } catch { throw .secretUnreadable }
    }

    private static func context(_ workspace: WorkspaceID, _ version: UInt64) -> SealContext {
        SealContext(workspace: workspace, row: "webhook_secret", of: .workspaceSettings, version: version)
    }
}

extension WorkspaceSettings {
    init(_ row: WorkspaceSettingsRow?) {
        self.init()
        guard let row else { return }
        self.name = row.brandName
        self.logoURL = row.brandLogoURL
        self.color = row.brandColor
        self.retentionDays = row.retentionDays
        // What a newer version may have written captures nothing.
        self.capture = BodyCapture(row.capture) ?? .off
        self.webhookURL = row.webhookURL
        self.updatedAt = row.updatedAt
    }
}

extension WorkspaceSettingsRow {
    init(_ settings: WorkspaceSettings, of workspace: WorkspaceID, version: UInt64, at moment: Timestamp) {
        self.init(
            workspace: workspace, retentionDays: settings.retentionDays, capture: settings.capture.description,
            version: version, updatedAt: moment)
        self.brandName = settings.name
        self.brandLogoURL = settings.logoURL
        self.brandColor = settings.color
        self.webhookURL = settings.webhookURL
    }
}
