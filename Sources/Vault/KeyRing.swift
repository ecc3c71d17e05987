//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
package import Model

/// The keys of an installation: key-encryption keys by name, and the pepper of API-key hashes.
package struct KeyRing: Sendable {
    /// A key-encryption key and the name by which sealed secrets refer to it.
    package struct Key: Sendable {
        package var name: String
        package var bytes: Secret

        package init(name: String, bytes: Secret) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// Bytes of every key and of the pepper.
    package static let keyLength = 32

    package let pepper: Secret
    /// At least one; the last one seals, every one opens.
    package let keys: [Key]
    let sealing: Key

    /// A ring of keys whose names differ; anything else is `nil`.
    package init?(pepper: Secret, keys: [Key]) {
        guard let sealing = keys.last, Set(keys.map(\.name)).count == keys.count else { return nil }
        guard keys.allSatisfy({ Self.isName($0.name) && $0.bytes.revealBytes().count == Self.keyLength }),
            pepper.revealBytes().count == Self.keyLength
        else { return nil }
        self.pepper = pepper
        self.keys = keys
        self.sealing = sealing
    }

    /// A ring with one new key.
    package static func generate(random: (Int) -> [UInt8]) -> KeyRing? {
        KeyRing(
            pepper: Secret(bytes: random(Self.keyLength)),
            keys: [Key(name: "k1", bytes: Secret(bytes: random(Self.keyLength)))])
    }

    package subscript(name: String) -> Key? { self.keys.first { $0.name == name } }

    /// A hash of each key by which a database tells whether it is the one it was written with.
    ///
    /// It says nothing of the key.
    package var checks: [String: [UInt8]] {
        var checks = ["pepper": Self.check(self.pepper)]
        for key in self.keys { checks["key \(key.name)"] = Self.check(key.bytes) }
        return checks
    }

    private static func check(_ key: Secret) -> [UInt8] {
        let text = Array("passthrough key check".utf8)
        return Array(
            HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key.revealBytes())))
    }

    /// Letters, digits, `-`, `_` and `.`, at most 64 of them.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
