//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A secret as it is stored.
package struct Sealed: Sendable, Equatable {
    /// The data key, sealed by a key-encryption key: format, length of the key's name, name, nonce, ciphertext, tag.
    package var wrappedKey: [UInt8]
    /// The secret, sealed by the data key: format, nonce, ciphertext, tag.
    package var ciphertext: [UInt8]

    package init(wrappedKey: [UInt8], ciphertext: [UInt8]) {
        self.wrappedKey = wrappedKey
        self.ciphertext = ciphertext
    }

    /// The first byte of both parts; another arrangement of bytes takes another number.
    static let format: UInt8 = 1
}
