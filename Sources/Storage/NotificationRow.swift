//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What has happened to a connection or a workspace, as it is stored.
package struct NotificationRow: Sendable {
    package var id: NotificationID
    package var workspace: WorkspaceID
    package var connection: ConnectionID?
    package var integrationType: String?
    package var environment: String?
    package var externalXref: String?
    /// Such as `CONNECTION_CREATED`.
    package var event: String
    /// For people; holds no secret.
    package var message: String
    package var createdAt: Timestamp
    /// When the workspace's webhook took it.
    package var sentAt: Timestamp?

    package init(
        id: NotificationID, workspace: WorkspaceID, event: String, message: String, createdAt: Timestamp
    ) {
        self.id = id
        self.workspace = workspace
        self.event = event
        self.message = message
        self.createdAt = createdAt
    }
}

extension NotificationRow {
    static let columns = """
        id, workspace, connection, integration_type, environment, external_xref, event, message, created_at, sent_at
        """

    /// In the order of `columns`.
    var values: [SQLValue] {
        [
            .id(self.id), .id(self.workspace), self.connection.map { .id($0) } ?? .null,
            .text(orNull: self.integrationType), .text(orNull: self.environment), .text(orNull: self.externalXref),
            .text(self.event), .text(self.message), .moment(self.createdAt), .moment(self.sentAt),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.id = try row.id(0)
        self.workspace = try row.id(1)
        if try row.textOrNil(2) != nil { self.connection = try row.id(2) }
        self.integrationType = try row.textOrNil(3)
        self.environment = try row.textOrNil(4)
        self.externalXref = try row.textOrNil(5)
        self.event = try row.text(6)
        self.message = try row.text(7)
        self.createdAt = try row.moment(8)
        self.sentAt = try row.momentOrNil(9)
    }
}
