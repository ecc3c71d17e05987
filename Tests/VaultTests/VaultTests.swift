//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Testing
import Vault

@Suite struct VaultTests {
    private let context: SealContext
    private let secret = Secret("canary-credential-1")

    init() throws {
        self.context = SealContext(
            workspace: try #require(WorkspaceID("0123456789abcdef01234567")),
            connection: try #require(ConnectionID("89abcdef0123456789abcdef")), field: "auth", version: 7)
    }

    private func ring(_ name: String = "k1", fill: UInt8 = 1) throws -> KeyRing {
        let key = KeyRing.Key(name: name, bytes: Secret(bytes: [UInt8](repeating: fill, count: 32)))
        return try #require(KeyRing(pepper: Secret(bytes: [UInt8](repeating: 9, count: 32)), keys: [key]))
    }

    @Test func whatIsSealedOpens() throws {
        let vault = Vault(keys: try self.ring())

        let sealed = try vault.seal(self.secret, for: self.context)

        #expect(try vault.open(sealed, for: self.context) == self.secret)
    }

    @Test func anEmptySecretIsSealedToo() throws {
        let vault = Vault(keys: try self.ring())
        let sealed = try vault.seal(Secret(""), for: self.context)
        #expect(try vault.open(sealed, for: self.context).isEmpty)
    }

    @Test func sealedBytesHoldNothingOfTheSecretAndNeverRepeat() throws {
        let vault = Vault(keys: try self.ring())

        let first = try vault.seal(self.secret, for: self.context)
        let second = try vault.seal(self.secret, for: self.context)

        #expect(!String(decoding: first.ciphertext, as: UTF8.self).contains("canary"))
        #expect(first.ciphertext != second.ciphertext)
        #expect(first.wrappedKey != second.wrappedKey)
    }

    @Test func anotherWorkspaceConnectionFieldOrVersionDoesNotOpen() throws {
        let vault = Vault(keys: try self.ring())
        let sealed = try vault.seal(self.secret, for: self.context)
        var others = [SealContext](repeating: self.context, count: 5)
        others[0].workspace = try #require(WorkspaceID("0123456789abcdef01234568"))
        others[1].owner = .connection(try #require(ConnectionID("89abcdef0123456789abcdee")))
        others[2].field = "auth2"
        others[3].version = 8
        others[4].owner = .row(of: .authorizations)

        for other in others {
            #expect(throws: VaultError.notAuthentic) { try vault.open(sealed, for: other) }
        }
    }

    @Test func aKeyOfOneRowDoesNotOpenTheSecretOfAnother() throws {
        let vault = Vault(keys: try self.ring())
        let first = try vault.seal(self.secret, for: self.context)
        let second = try vault.seal(self.secret, for: self.context)
        let mixed = Sealed(wrappedKey: first.wrappedKey, ciphertext: second.ciphertext)
        #expect(throws: VaultError.notAuthentic) { try vault.open(mixed, for: self.context) }
    }

    @Test func everyFlippedBitIsNoticed() throws {
        let vault = Vault(keys: try self.ring())
        let sealed = try vault.seal(self.secret, for: self.context)

        for index in 0..<(sealed.wrappedKey.count + sealed.ciphertext.count) {
            for bit in 0..<8 {
                var changed = sealed
                if index < sealed.wrappedKey.count {
                    changed.wrappedKey[index] ^= 1 << UInt8(bit)
                } else {
                    changed.ciphertext[index - sealed.wrappedKey.count] ^= 1 << UInt8(bit)
                }
                #expect(throws: VaultError.self) { try vault.open(changed, for: self.context) }
            }
        }
    }

    @Test func everyCutIsNoticed() throws {
        let vault = Vault(keys: try self.ring())
        let sealed = try vault.seal(self.secret, for: self.context)

        for length in 0..<sealed.wrappedKey.count {
            let cut = Sealed(wrappedKey: Array(sealed.wrappedKey[..<length]), ciphertext: sealed.ciphertext)
            #expect(throws: VaultError.self) { try vault.open(cut, for: self.context) }
        }
        for length in 0..<sealed.ciphertext.count {
            let cut = Sealed(wrappedKey: sealed.wrappedKey, ciphertext: Array(sealed.ciphertext[..<length]))
            #expect(throws: VaultError.self) { try vault.open(cut, for: self.context) }
        }
    }

    @Test func anotherKeyOfTheSameNameDoesNotOpen() throws {
        let sealed = try Vault(keys: try self.ring(fill: 1)).seal(self.secret, for: self.context)
        let other = Vault(keys: try self.ring(fill: 2))
        #expect(throws: VaultError.notAuthentic) { try other.open(sealed, for: self.context) }
    }

    @Test func aRingWithoutTheKeyNamesIt() throws {
        let sealed = try Vault(keys: try self.ring("k1")).seal(self.secret, for: self.context)
        let other = Vault(keys: try self.ring("k2"))
        #expect(throws: VaultError.keyMissing(name: "k1")) { try other.open(sealed, for: self.context) }
    }

    @Test func theLastKeySealsAndEveryKeyOpens() throws {
        let old = try self.ring("k1", fill: 1)
        let new = try self.ring("k2", fill: 2)
        let both = try #require(KeyRing(pepper: old.pepper, keys: old.keys + new.keys))
        let sealedBefore = try Vault(keys: old).seal(self.secret, for: self.context)

        let sealedAfter = try Vault(keys: both).seal(self.secret, for: self.context)

        #expect(try Vault(keys: both).open(sealedBefore, for: self.context) == self.secret)
        #expect(try Vault(keys: new).open(sealedAfter, for: self.context) == self.secret)
    }
}
