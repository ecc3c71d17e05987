//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Which calls of a workspace a list shows, and in which order.
package struct APICallFilter: Sendable {
    package enum Sort: String, Sendable, CaseIterable {
        case createdAt = "created_at"
        /// A call never changes, so that this is the same.
        case updatedAt = "updated_at"
        case name
    }

    package var workspace: WorkspaceID
    package var limit = 100
    package var offset = 0
    package var updatedGTE: Timestamp?
    package var sort = Sort.createdAt
    package var isDescending = true
    package var connection: ConnectionID?
    package var integrationType: String?
    package var environment: String?
    package var externalXref: String?
    package var type: String?
    package var isError: Bool?
    package var isBillable: Bool?

    package init(workspace: WorkspaceID) { self.workspace = workspace }
}
