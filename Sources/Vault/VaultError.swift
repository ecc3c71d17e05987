//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why a secret could not be sealed or opened.
package enum VaultError: Error, Equatable {
    /// The row names a key-encryption key that the key ring does not hold.
    case keyMissing(name: String)
    /// The bytes are not of a format this version knows.
    case malformed
    /// The bytes were changed, or belong to another row, field or version, or the key is another one.
    case notAuthentic
}
