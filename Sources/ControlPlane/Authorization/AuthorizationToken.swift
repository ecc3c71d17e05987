//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
internal import Model

/// A random token and the hash under which it is stored: who copies the database has no token.
enum AuthorizationToken {
    /// What the token is for; the same bytes are another token for another purpose.
    enum Purpose: String {
        case page
        case state
        case reauth
        case browser
    }

    /// 256 random bits, in 43 characters of base64url.
    static func make(_ random: (Int) -> [UInt8]) -> Secret { Secret(Base64URL.encode(random(32))) }

    /// `nil` for a text that no token of ours can be.
    static func read(_ text: String?) -> Secret? {
        guard let text, text.utf8.count == 43, text.utf8.allSatisfy(Self.isDigit) else { return nil }
        return Secret(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A token has 256 bits of entropy: its hash needs no key and no salt.
    static func digest(_ token: Secret, _ purpose: Purpose) -> KeyDigest {
        let bytes = SHA256.hash(data: Array("passthrough \(purpose.rawValue) ".utf8) + token.revealBytes())
        guard let digest = KeyDigest(bytes: bytes) else { preconditionFailure("a SHA-256 is of 32 bytes") }
        return digest
    }

    /// What a form carries beside the token in its path: only a page that was made for that browser knows it.
    static func formNonce(page: Secret, browser: Secret) -> Secret {
        let key = SymmetricKey(data: page.revealBytes())
        return Secret(Base64URL.encode(Array(HMAC<SHA256>.authenticationCode(for: browser.revealBytes(), using: key))))
    }
}

extension KeyDigest {
    /// 64 hexadecimal digits.
    var hexadecimal: String {
        self.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Reads 64 hexadecimal digits.
    init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count == 64 else { return nil }
        self.init(bytes: stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
    }
}
