//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
package import Model

/// Turns an API key into what is stored and looked up instead of it: HMAC-SHA-256 keyed by the pepper.
package struct KeyHasher: Sendable {
    private let key: SymmetricKey

    package init(pepper: Secret) { self.key = SymmetricKey(data: pepper.revealBytes()) }

    package func digest(_ key: Secret) -> KeyDigest { self.digest(bytes: key.revealBytes()) }

    package func digest(bytes: [UInt8]) -> KeyDigest {
        guard let digest = KeyDigest(bytes: HMAC<SHA256>.authenticationCode(for: bytes, using: self.key)) else {
            preconditionFailure("a SHA-256 is of 32 bytes")
        }
        return digest
    }
}
