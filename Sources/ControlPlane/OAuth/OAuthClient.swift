//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
package import Model

/// The client that asks: the workspace's own, or the one in the connection.
package struct OAuthClient: Sendable {
    package var id: String
    package var secret: Secret?

    package init(id: String, secret: Secret?) {
        self.id = id
        self.secret = secret
    }
}

/// A proof key for one authorization (RFC 7636).
package struct PKCE: Sendable {
    /// 43 characters.
    package var verifier: Secret
    /// S256 of the verifier.
    package var challenge: String

    /// Makes one of 32 random bytes.
    package init(random: (Int) -> [UInt8]) {
        self.init(verifier: Secret(Base64URL.encode(random(32))))
    }

    package init(verifier: Secret) {
        self.verifier = verifier
        self.challenge = Base64URL.encode(Array(SHA256.hash(data: verifier.revealBytes())))
    }
}
