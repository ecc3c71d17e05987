//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The tenants.
package struct WorkspaceQueries {
    private let session: any SQLSession

    init(session: any SQLSession) { self.session = session }

    /// The oldest workspace.
    package func first() throws(StoreError) -> WorkspaceID? {
        try self.session.rows("SELECT id FROM workspaces ORDER BY created_at, id LIMIT 1", []).first?.id(0)
    }

    package func all() throws(StoreError) -> [WorkspaceID] {
        try self.session.rows("SELECT id FROM workspaces ORDER BY id", []).map { row throws(StoreError) in
            try row.id(0)
        }
    }

    package func exists(_ id: WorkspaceID) throws(StoreError) -> Bool {
        try !self.session.rows("SELECT 1 FROM workspaces WHERE id = ?", [.id(id)]).isEmpty
    }

    package func insert(_ id: WorkspaceID, name: String, at moment: Timestamp) throws(StoreError) {
        try self.session.execute(
            "INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, ?)",
            [.id(id), .text(name), .moment(moment)])
    }
}
