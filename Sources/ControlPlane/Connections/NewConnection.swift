//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model

/// Makes a connection of a draft.
struct NewConnection {
    let catalog: Catalog
    let now: Timestamp

    /// A connection that may be stored; its version is still to be given.
    func connection(
        from draft: ConnectionDraft, id: ConnectionID, in workspace: WorkspaceID
    ) throws(ConnectionError) -> Connection {
        let rules = ConnectionRules(catalog: self.catalog)
        let integration = try rules.integration(of: draft)
        var connection = Connection(
            id: id, workspace: workspace, version: 0, createdAt: draft.createdAt ?? self.now, updatedAt: self.now,
            integrationType: draft.integrationType, environment: draft.environment ?? productionEnvironment,
            auth: draft.auth)
        connection.externalXref = draft.externalXref
        connection.permissions = draft.permissions
        connection.categories = draft.categories.isEmpty ? integration.categories : draft.categories
        connection.isPaused = draft.isPaused
        try rules.check(connection)
        try rules.checkAuth(connection)
        RefreshSchedule().complete(&connection, at: self.now)
        return connection
    }
}
