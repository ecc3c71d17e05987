//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What has happened to a connection or a workspace.
package struct Notification: Sendable {
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
