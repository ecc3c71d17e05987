//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Catalog
package import Model
package import Storage

/// Reads, writes and deletes the integrations that workspaces describe themselves.
///
/// A change holds for every service and shard when its method returns. A row is its workspace's alone: another one
/// neither sees nor uses it, and may have one of the same slug.
package struct IntegrationService: Sendable {
    /// Rows of one workspace.
    package static let largestCount = 200

    private let store: Store
    private let catalog: Catalog
    private let now: @Sendable () -> Timestamp
    private let changed: @Sendable (Change) async -> Void

    package init(store: Store, catalog: Catalog, surroundings: Surroundings) {
        self.store = store
        self.catalog = catalog
        self.now = surroundings.now
        self.changed = surroundings.changed
    }

    /// Brings every workspace's rows into the catalogue; at start.
    package func load() async throws(IntegrationError) {
        let workspaces = try await self.store.read(unavailable: IntegrationError.unavailable) { transaction in
            try transaction.userIntegrations.workspaces()
        }
        for workspace in workspaces { try await self.reload(workspace) }
    }

    /// Brings a workspace's rows into the catalogue as they are stored now.
    package func reload(_ workspace: WorkspaceID) async throws(IntegrationError) {
        let (rows, version) = try await self.store.read(unavailable: IntegrationError.unavailable) { transaction in
            (try transaction.userIntegrations.list(of: workspace), try transaction.versions.latest())
        }
        self.catalog.hold(rows.map { ($0.type, $0.text) }, of: workspace, version: version)
    }

    /// All that the workspace can connect to, by slug.
    package func visible(to workspace: WorkspaceID) -> [Integration] { self.catalog.seen(by: workspace).integrations }

    /// `nil` when the workspace sees no integration of this slug.
    package func find(_ type: String, for workspace: WorkspaceID) -> Integration? {
        self.catalog.seen(by: workspace)[type]
    }

    /// The row as it was written, YAML or JSON.
    package func text(_ type: String, for workspace: WorkspaceID) -> String? {
        self.catalog.seen(by: workspace).text(of: type)
    }

    /// Writes a row; `text` is one row of the catalogue, as YAML or JSON (docs/integrations.md).
    ///
    /// With `mayReroute` credentials that are stored already may be sent elsewhere from now on: for an operator, who has
    /// the keys anyway.
    package func put(
        _ type: String, text: String, in workspace: WorkspaceID, mayReroute: Bool = false
    ) async throws(IntegrationError) -> Integration {
        guard !self.catalog.isTaken(type) else { throw .taken }
        let row: OwnRow
        do { row = try OwnRowReader.row(type, file: type, text: text) } catch {
            throw .invalid(error.problems.map { RowFault($0) })
        }
        let now = self.now()
        let outdated = try await self.store.write(unavailable: IntegrationError.unavailable) { transaction in
            let own = transaction.userIntegrations
            let before = try own.find(type, of: workspace)
            if let before {
                if !mayReroute { try Self.checkRouting(from: before, to: row.integration, transaction) }
            } else if try own.count(of: workspace) >= Self.largestCount {
                throw IntegrationError.tooMany(limit: Self.largestCount)
            }
            try own.put(
                UserIntegrationRow(
                    workspace: workspace, type: type, text: row.text, createdAt: before?.createdAt ?? now,
                    updatedAt: now))
            return try Self.outdate(type, in: workspace, transaction)
        }
        try await self.tell(outdated, of: workspace)
        return row.integration
    }

    /// Deletes a row, and with it how it was activated.
    ///
    /// - Throws: `inUse` while a connection uses it.
    package func delete(_ type: String, in workspace: WorkspaceID) async throws(IntegrationError) {
        let outdated = try await self.store.write(unavailable: IntegrationError.unavailable) { transaction in
            guard try transaction.userIntegrations.find(type, of: workspace) != nil else {
                throw IntegrationError.notFound
            }
            guard try !transaction.userIntegrations.isUsed(type, of: workspace) else {
                throw IntegrationError.inUse("connections use this integration: delete them first")
            }
            _ = try transaction.userIntegrations.delete(type, of: workspace)
            try transaction.activations.deleteAll(type, of: workspace)
            return try Self.outdate(type, in: workspace, transaction)
        }
        try await self.tell(outdated, of: workspace)
    }

    private typealias Outdated = (version: UInt64, connections: [ConnectionID])

    private static func outdate(
        _ type: String, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws -> Outdated {
        let version = try transaction.versions.next()
        return (
            version, try transaction.userIntegrations.outdateConnections(type, of: workspace, version: version)
        )
    }

    /// First the catalogue, then what was made of it.
    private func tell(_ outdated: Outdated, of workspace: WorkspaceID) async throws(IntegrationError) {
        try await self.reload(workspace)
        await self.changed(.integrations(workspace))
        for id in outdated.connections { await self.changed(.connection(id, version: outdated.version)) }
    }

    private static func checkRouting(
        from before: UserIntegrationRow, to row: Integration, _ transaction: Transaction
    ) throws {
        // A row that can no longer be read sends nothing anywhere.
        guard let old = try? OwnRowReader.row(before.type, file: before.type, text: before.text),
            IntegrationRouting(old.integration) != IntegrationRouting(row)
        else { return }
        let own = transaction.userIntegrations
        let isUsed = try own.isUsed(before.type, of: before.workspace)
        guard try !isUsed && !transaction.activations.holdsSecret(before.type, of: before.workspace) else {
            throw IntegrationError.inUse(
                "this would send stored credentials elsewhere: URLs, hosts and variables stay as they are while "
                    + "connections or a client secret use this integration")
        }
    }
}
