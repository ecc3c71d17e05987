//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
package import Model

/// Seals credentials before they are stored and opens them when they are used.
///
/// Every secret has a data key of its own, which a key-encryption key of the ring seals; both are AES-256-GCM.
/// Keys and nonces come from the cryptographic library alone: a nonce that a test could choose is one that could repeat.
package struct Vault: Sendable {
    private let keys: KeyRing

    package init(keys: KeyRing) { self.keys = keys }

    package func seal(_ secret: Secret, for context: SealContext) throws(VaultError) -> Sealed {
        let sealing = self.keys.sealing
        let dataKey = SymmetricKey(size: .bits256)
        let keyBytes = dataKey.withUnsafeBytes { Array($0) }
        let header = [Sealed.format, UInt8(truncatingIfNeeded: sealing.name.utf8.count)] + Array(sealing.name.utf8)
        let wrapped = try Self.encrypt(
            keyBytes, with: SymmetricKey(data: sealing.bytes.revealBytes()),
            binding: header + context.associatedData(part: "key"))
        let ciphertext = try Self.encrypt(
            secret.revealBytes(), with: dataKey, binding: context.associatedData(part: "secret"))
        return Sealed(wrappedKey: header + wrapped, ciphertext: [Sealed.format] + ciphertext)
    }

    package func open(_ sealed: Sealed, for context: SealContext) throws(VaultError) -> Secret {
        guard sealed.wrappedKey.count >= 2, sealed.wrappedKey[0] == Sealed.format,
            sealed.ciphertext.first == Sealed.format
        else { throw .malformed }
        let headerLength = 2 + Int(sealed.wrappedKey[1])
        guard sealed.wrappedKey.count >= headerLength else { throw .malformed }
        let header = Array(sealed.wrappedKey[..<headerLength])
        let name = String(decoding: header[2...], as: UTF8.self)
        guard let key = self.keys[name] else { throw .keyMissing(name: name) }
        let dataKey = try Self.decrypt(
            sealed.wrappedKey[headerLength...], with: SymmetricKey(data: key.bytes.revealBytes()),
            binding: header + context.associatedData(part: "key"))
        guard dataKey.count == KeyRing.keyLength else { throw .malformed }
        let secret = try Self.decrypt(
            sealed.ciphertext[1...], with: SymmetricKey(data: dataKey), binding: context.associatedData(part: "secret"))
        return Secret(bytes: secret)
    }

    /// Nonce, ciphertext and tag in one piece.
    private static func encrypt(
        _ plaintext: [UInt8], with key: SymmetricKey, binding data: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(plaintext, using: key, authenticating: data)
            guard let combined = box.combined else { throw VaultError.malformed }
            return Array(combined)
        } catch { throw .malformed }
    }

    private static func decrypt(
        _ combined: ArraySlice<UInt8>, with key: SymmetricKey, binding data: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: combined) else { throw .malformed }
        do { return Array(try AES.GCM.open(box, using: key, authenticating: data)) } catch { throw .notAuthentic }
    }
}
