//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What may be shown of an API key.
package struct KeySummary: Sendable {
    /// What names the key: its first letters after `pt_`, or for an imported key a part of its hash.
    package var prefix: String
    package var name: String
    package var createdAt: Timestamp
    package var revokedAt: Timestamp?
}
