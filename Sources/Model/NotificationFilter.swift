//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Which notifications of a workspace a list shows, and in which order.
package struct NotificationFilter: Sendable {
    package var workspace: WorkspaceID
    package var limit = 100
    package var offset = 0
    package var updatedGTE: Timestamp?
    package var isDescending = true
    package var connection: ConnectionID?
    package var event: String?

    package init(workspace: WorkspaceID) { self.workspace = workspace }
}
