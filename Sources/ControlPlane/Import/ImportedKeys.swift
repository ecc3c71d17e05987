//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// How many keys of a file are new, and how many the workspace had already.
package struct ImportedKeys: Sendable, Equatable {
    package var added: Int
    package var known: Int

    package init(added: Int = 0, known: Int = 0) {
        self.added = added
        self.known = known
    }
}
