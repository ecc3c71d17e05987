//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What each workspace set up for integrations, by environment.
package struct ActivationQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    package func find(
        _ type: String, in environment: String, of workspace: WorkspaceID
    ) throws(StoreError) -> ActivationRow? {
        let rows = try self.session.rows(
            """
            SELECT \(ActivationRow.columns) FROM activations
            WHERE workspace = ? AND environment = ? AND integration_type = ?
            """, [.id(workspace), .text(environment), .text(type)])
        guard let row = rows.first else { return nil }
        return try ActivationRow(row)
    }

    /// In the order of integrations and environments; of every environment when none is named.
    package func list(in environment: String?, of workspace: WorkspaceID) throws(StoreError) -> [ActivationRow] {
        let condition = environment == nil ? "" : " AND environment = ?"
        let rows = try self.session.rows(
            """
            SELECT \(ActivationRow.columns) FROM activations WHERE workspace = ?\(condition)
            ORDER BY integration_type, environment
            """, [.id(workspace)] + (environment.map { [.text($0)] } ?? []))
        return try rows.map { row throws(StoreError) in try ActivationRow(row) }
    }

    /// Writes a row, new or over the one of its workspace, environment and integration.
    package func put(_ row: ActivationRow) throws(StoreError) { try self.session.execute(Self.upsert, row.values) }

    /// `false` when there is none.
    package func delete(
        _ type: String, in environment: String, of workspace: WorkspaceID
    ) throws(StoreError) -> Bool {
        try self.session.execute(
            "DELETE FROM activations WHERE workspace = ? AND environment = ? AND integration_type = ?",
            [.id(workspace), .text(environment), .text(type)]) > 0
    }

    /// Those of every environment.
    package func deleteAll(_ type: String, of workspace: WorkspaceID) throws(StoreError) {
        try self.session.execute(
            "DELETE FROM activations WHERE workspace = ? AND integration_type = ?", [.id(workspace), .text(type)])
    }

    /// Whether a client secret is kept for the integration in any environment.
    package func holdsSecret(_ type: String, of workspace: WorkspaceID) throws(StoreError) -> Bool {
        try !self.session.rows(
            """
            SELECT 1 FROM activations
            WHERE workspace = ? AND integration_type = ? AND sealed_secret IS NOT NULL LIMIT 1
            """, [.id(workspace), .text(type)]
        ).isEmpty
    }

    private static let upsert: String = {
        let names = ActivationRow.columns.split(separator: ",").map { $0.filter { $0 != " " } }
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        let keys: Set<String> = ["workspace", "environment", "integration_type", "created_at"]
        let changes = names.filter { !keys.contains($0) }.map { "\($0) = excluded.\($0)" }
        return """
            INSERT INTO activations (\(ActivationRow.columns)) VALUES (\(marks))
            ON CONFLICT (workspace, environment, integration_type) DO UPDATE SET \(changes.joined(separator: ", "))
            """
    }()
}

/// An activation, as it is stored: the client secret sealed.
package struct ActivationRow: Sendable {
    package var workspace: WorkspaceID
    package var environment: String
    package var integrationType: String
    package var isActive: Bool
    package var clientID: String?
    package var scopes: [String]
    /// Values of the integration's variables, as JSON.
    package var settings: String
    /// What the secret was sealed for.
    package var version: UInt64
    package var sealed: (key: [UInt8], secret: [UInt8])?
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        workspace: WorkspaceID, environment: String, integrationType: String, createdAt: Timestamp
    ) {
        self.workspace = workspace
        self.environment = environment
        self.integrationType = integrationType
        self.isActive = true
        self.scopes = []
        self.settings = "{}"
        self.version = 0
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }
}

extension ActivationRow {
    static let columns = """
        workspace, environment, integration_type, is_active, client_id, scopes, settings, version, wrapped_key, \
        sealed_secret, created_at, updated_at
        """

    /// In the order of `columns`.
    var values: [SQLValue] {
        [
            .id(self.workspace), .text(self.environment), .text(self.integrationType), .flag(self.isActive),
            .text(orNull: self.clientID), .list(self.scopes), .text(self.settings),
            .integer(Int64(truncatingIfNeeded: self.version)), self.sealed.map { .blob($0.key) } ?? .null,
            self.sealed.map { .blob($0.secret) } ?? .null, .moment(self.createdAt), .moment(self.updatedAt),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.workspace = try row.id(0)
        self.environment = try row.text(1)
        self.integrationType = try row.text(2)
        self.isActive = try row.integer(3) != 0
        self.clientID = try row.textOrNil(4)
        self.scopes = try row.list(5)
        self.settings = try row.text(6)
        self.version = UInt64(truncatingIfNeeded: try row.integer(7))
        if let key = try row.blobOrNil(8), let secret = try row.blobOrNil(9) { self.sealed = (key, secret) }
        self.createdAt = try row.moment(10)
        self.updatedAt = try row.moment(11)
    }
}
