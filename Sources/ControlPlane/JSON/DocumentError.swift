//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why a document cannot be read: the member, and what it must be, never its value.
package struct DocumentError: Error, Equatable, CustomStringConvertible {
    /// The member, by its path, like `auth.expires_in`; empty for the document itself.
    package var field: String
    package var problem: String

    package init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }

    package var description: String { self.field.isEmpty ? self.problem : "\(self.field) \(self.problem)" }
}
