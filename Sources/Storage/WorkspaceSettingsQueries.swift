//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What workspaces have decided; a workspace that never decided anything has no row.
package struct WorkspaceSettingsQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    package func find(_ workspace: WorkspaceID) throws(StoreError) -> WorkspaceSettingsRow? {
        let rows = try self.session.rows(
            "SELECT \(WorkspaceSettingsRow.columns) FROM workspace_settings WHERE workspace = ?", [.id(workspace)])
        guard let row = rows.first else { return nil }
        return try WorkspaceSettingsRow(row)
    }

    package func put(_ row: WorkspaceSettingsRow) throws(StoreError) {
        try self.session.execute(
            """
            INSERT INTO workspace_settings (\(WorkspaceSettingsRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace) DO UPDATE SET brand_name = excluded.brand_name,
                brand_logo_url = excluded.brand_logo_url, brand_color = excluded.brand_color,
                retention_days = excluded.retention_days, capture = excluded.capture,
                webhook_url = excluded.webhook_url, version = excluded.version, wrapped_key = excluded.wrapped_key,
                sealed_webhook_secret = excluded.sealed_webhook_secret, updated_at = excluded.updated_at
            """, row.values)
    }

    /// How many days each workspace keeps its log; those that said nothing are not among them.
    package func retentionDays() throws(StoreError) -> [WorkspaceID: Int64] {
        var days: [WorkspaceID: Int64] = [:]
        for row in try self.session.rows("SELECT workspace, retention_days FROM workspace_settings", []) {
            days[try row.id(0)] = try row.integer(1)
        }
        return days
    }
}

/// The settings of a workspace, as they are stored.
package struct WorkspaceSettingsRow: Sendable {
    package var workspace: WorkspaceID
    package var brandName: String?
    package var brandLogoURL: String?
    package var brandColor: String?
    package var retentionDays: Int64
    /// `off`, `errors` or `sample:N`.
    package var capture: String
    package var webhookURL: String?
    /// The version that the secret was sealed for.
    package var version: UInt64
    package var wrappedKey: [UInt8]?
    package var sealedWebhookSecret: [UInt8]?
    package var updatedAt: Timestamp

    package init(workspace: WorkspaceID, retentionDays: Int64, capture: String, version: UInt64, updatedAt: Timestamp) {
        self.workspace = workspace
        self.retentionDays = retentionDays
        self.capture = capture
        self.version = version
        self.updatedAt = updatedAt
    }
}

extension WorkspaceSettingsRow {
    static let columns = """
        workspace, brand_name, brand_logo_url, brand_color, retention_days, capture, webhook_url, version, \
        wrapped_key, sealed_webhook_secret, updated_at
        """

    /// In the order of `columns`.
    var values: [SQLValue] {
        [
            .id(self.workspace), .text(orNull: self.brandName), .text(orNull: self.brandLogoURL),
            .text(orNull: self.brandColor), .integer(self.retentionDays), .text(self.capture),
            .text(orNull: self.webhookURL), .integer(Int64(truncatingIfNeeded: self.version)),
            .blob(orNull: self.wrappedKey), .blob(orNull: self.sealedWebhookSecret), .moment(self.updatedAt),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.workspace = try row.id(0)
        self.brandName = try row.textOrNil(1)
        self.brandLogoURL = try row.textOrNil(2)
        self.brandColor = try row.textOrNil(3)
        self.retentionDays = try row.integer(4)
        self.capture = try row.text(5)
        self.webhookURL = try row.textOrNil(6)
        self.version = UInt64(truncatingIfNeeded: try row.integer(7))
        self.wrappedKey = try row.blobOrNil(8)
        self.sealedWebhookSecret = try row.blobOrNil(9)
        self.updatedAt = try row.moment(10)
    }
}
