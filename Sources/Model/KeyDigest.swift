//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The keyed hash (HMAC-SHA-256) of an API key: what is stored and looked up instead of the key (DESIGN section 6).
package struct KeyDigest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes the 32 bytes of the hash; another length is `nil`.
    package init?(bytes: some Sequence<UInt8>) {
        var words: [UInt64] = [0, 0, 0, 0]
        var count = 0
        for byte in bytes {
            guard count < 32 else { return nil }
            words[count / 8] = words[count / 8] << 8 | UInt64(byte)
            count += 1
        }
        guard count == 32 else { return nil }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// The 32 bytes, as they are stored.
    package var bytes: [UInt8] {
        [self.words.0, self.words.1, self.words.2, self.words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - $0 * 8)) }
        }
    }

    package static func == (left: KeyDigest, right: KeyDigest) -> Bool { left.words == right.words }

    /// A part of a hash is a hash: the first word is enough.
    package func hash(into hasher: inout Hasher) { hasher.combine(self.words.0) }
}
