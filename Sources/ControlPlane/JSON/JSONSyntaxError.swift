//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why a text is not JSON; holds nothing of the text.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    /// The byte at which reading stopped.
    package var offset: Int
    package var problem: String

    package var description: String { "\(self.problem) at byte \(self.offset)" }
}
