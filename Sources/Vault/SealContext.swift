//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What a sealed secret belongs to.
///
/// It is authenticated with the secret, so that a row copied over another one does not open (DESIGN section 6).
package struct SealContext: Sendable, Equatable {
    /// A row of the table of connections, or of another one.
    package enum Owner: Sendable, Equatable {
        case connection(ConnectionID)
        case row(of: Table)
    }

    /// The other tables that hold sealed columns.
    package enum Table: String, Sendable {
        case activations
        case apiCalls = "api_calls"
        case authorizations
        case workspaceSettings = "workspace_settings"
    }

    package var workspace: WorkspaceID
    package var owner: Owner
    /// The name of the column of a connection; of another row whatever tells the rows of its table apart.
    package var field: String
    /// The version of the row when the secret was sealed.
    package var version: UInt64

    package init(workspace: WorkspaceID, connection: ConnectionID, field: String, version: UInt64) {
        self.workspace = workspace
        self.owner = .connection(connection)
        self.field = field
        self.version = version
    }

    package init(workspace: WorkspaceID, row key: String, of table: Table, version: UInt64 = 0) {
        self.workspace = workspace
        self.owner = .row(of: table)
        self.field = key
        self.version = version
    }

    /// The associated data of one part.
    ///
    /// Unambiguous: identifiers, digits and tables are of fixed alphabets, no table looks like an identifier, and the
    /// field, which may be anything, stands last.
    func associatedData(part: StaticString) -> [UInt8] {
        let owner =
            switch self.owner {
            case .connection(let id): id.description
            case .row(let table): table.rawValue
            }
        return Array("passthrough 1 \(part) \(self.workspace) \(owner) \(self.version) \(self.field)".utf8)
    }
}
