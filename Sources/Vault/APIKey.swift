//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The form of the API keys we make: `pt_` and 40 random letters and digits.
package enum APIKey {
    private static let mark = "pt_"
    private static let length = 40
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// Characters that are shown to tell keys apart; the other 32 hold 190 bits.
    private static let shown = 8

    /// A new key, every letter equally likely.
    package static func generate(random: (Int) -> [UInt8]) -> Secret {
        var text = Array(self.mark.utf8)
        while text.count < self.mark.utf8.count + self.length {
            // The largest multiple of 62 in a byte: a remainder of what is above would favour some letters.
            for byte in random(self.length) where byte < 248 && text.count < self.mark.utf8.count + self.length {
                text.append(self.alphabet[Int(byte) % self.alphabet.count])
            }
        }
        return Secret(bytes: text)
    }

    /// What names a key in lists and logs.
    ///
    /// Of a key of ours its first letters after `pt_`. A key that was imported may be so short that a part of it
    /// would give it away: it is named by a part of its hash.
    package static func identifier(of key: Secret, digest: KeyDigest) -> String {
        let bytes = key.revealBytes()
        let mark = Array(self.mark.utf8)
        if bytes.count == mark.count + self.length, bytes.starts(with: mark),
            bytes[mark.count...].allSatisfy(self.alphabet.contains)
        {
            return String(decoding: bytes[mark.count..<(mark.count + self.shown)], as: UTF8.self)
        }
        return "imported-" + digest.bytes.prefix(6).map { Self.hexadecimal($0) }.joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }
}
