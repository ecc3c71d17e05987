//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What a sealed secret belongs to.
///
/// It is authenticated with the secret, so that a row copied over another one does not open (DESIGN section 6).
package struct SealContext: Sendable, Equatable {
    package var workspace: WorkspaceID
    package var connection: ConnectionID
    package var field: String
    /// The version of the row when the secret was sealed.
    package var version: UInt64

    package init(workspace: WorkspaceID, connection: ConnectionID, field: String, version: UInt64) {
        self.workspace = workspace
        self.connection = connection
        self.field = field
        self.version = version
    }

    /// The associated data of one part.
    ///
    /// Unambiguous: identifiers and digits are of fixed alphabets, and the field, which is not, stands last.
    func associatedData(part: StaticString) -> [UInt8] {
        Array("passthrough 1 \(part) \(self.workspace) \(self.connection) \(self.version) \(self.field)".utf8)
    }
}
