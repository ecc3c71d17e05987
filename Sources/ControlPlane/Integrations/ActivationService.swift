//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Model
package import Storage
package import Vault

/// Activates integrations for workspaces, and hands out the clients that they set up.
package struct ActivationService: Sendable {
    private let store: Store
    private let vault: Vault
    private let catalog: Catalog
    private let now: @Sendable () -> Timestamp

    package init(store: Store, vault: Vault, catalog: Catalog, surroundings: Surroundings) {
        self.store = store
        self.vault = vault
        self.catalog = catalog
        self.now = surroundings.now
    }

    /// In the order of integrations and environments; of every environment when none is named.
    package func list(
        in workspace: WorkspaceID, environment: String? = nil
    ) async throws(ActivationError) -> [Activation] {
        try await self.store.read(unavailable: ActivationError.unavailable) { transaction in
            try transaction.activations.list(in: environment, of: workspace).map { try ActivationRecord.shown($0) }
        }
    }

    /// `nil` when it is not activated there, in no other environment's stead.
    package func get(
        _ type: String, environment: String, in workspace: WorkspaceID
    ) async throws(ActivationError) -> Activation? {
        try await self.store.read(unavailable: ActivationError.unavailable) { transaction in
            try transaction.activations.find(type, in: environment, of: workspace).map {
                try ActivationRecord.shown($0)
            }
        }
    }

    /// What authorisations and refreshes of that environment are made with; `nil` when nothing is set up there.
    ///
    /// A deactivated one is returned too, with `isActive` false: existing connections are refreshed with it.
    package func client(
        for type: String, environment: String, in workspace: WorkspaceID
    ) async throws(ActivationError) -> ActivatedClient? {
        let row = try await self.store.read(unavailable: ActivationError.unavailable) { transaction in
            try transaction.activations.find(type, in: environment, of: workspace)
        }
        guard let row else { return nil }
        let shown = try ActivationRecord.shown(row)
        return ActivatedClient(
            id: row.clientID, secret: try ActivationRecord(vault: self.vault).secret(of: row), scopes: shown.scopes,
            settings: shown.settings, isActive: row.isActive)
    }

    /// Activates the integration, or changes how it is activated.
    ///
    /// - Throws: `invalid` when a stored secret would go to another client or another place than it was given for.
    package func put(
        _ type: String, environment: String, _ draft: ActivationDraft, in workspace: WorkspaceID
    ) async throws(ActivationError) -> Activation {
        guard let integration = self.catalog.seen(by: workspace)[type] else { throw .unknownIntegration }
        try ActivationRules(integration).check(draft, environment: environment)
        let now = self.now()
        let record = ActivationRecord(vault: self.vault)
        return try await self.store.write(unavailable: ActivationError.unavailable) { transaction in
            let before = try transaction.activations.find(type, in: environment, of: workspace)
            var row = ActivationRow(
                workspace: workspace, environment: environment, integrationType: type,
                createdAt: before?.createdAt ?? now)
            row.updatedAt = now
            row.version = try transaction.versions.next()
            try record.fill(&row, from: draft, before: before)
            try transaction.activations.put(row)
            return try ActivationRecord.shown(row)
        }
    }

    /// Forgets client, secret and settings; connections stay, and what needs the client to be refreshed will not be.
    ///
    /// `false` when it was not activated.
    package func delete(
        _ type: String, environment: String, in workspace: WorkspaceID
    ) async throws(ActivationError) -> Bool {
        try await self.store.write(unavailable: ActivationError.unavailable) { transaction in
            try transaction.activations.delete(type, in: environment, of: workspace)
        }
    }
}
