//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension IntegrationVariable {
    /// The value as it may enter a URL, of what a person or a redirect gave.
    ///
    /// - Throws: `ResolutionError.invalid`, which says what it has to be.
    package func entry(_ text: String) throws(ResolutionError) -> String { try self.checked(text) }
}
