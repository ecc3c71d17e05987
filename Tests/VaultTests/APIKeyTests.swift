//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Testing
import Vault

@Suite struct APIKeyTests {
    private let hasher = KeyHasher(pepper: Secret(bytes: [UInt8](repeating: 3, count: 32)))

    @Test func aKeyHasItsMarkAndFortyLettersAndDigits() {
        var generator = SystemRandomNumberGenerator()

        let key = APIKey.generate(random: { count in
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        })

        let text = key.revealText()
        #expect(text.hasPrefix("pt_"))
        #expect(text.utf8.count == 43)
        #expect(text.dropFirst(3).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }

    @Test func bytesThatWouldFavourSomeLettersAreNotUsed() {
        var next: UInt8 = 247
        let key = APIKey.generate(random: { count in
            (0..<count).map { _ in
                next &+= 1
                return next
            }
        })
        // 248...255 are passed over, so the first letter comes from byte 0.
        #expect(key.revealText().hasPrefix("pt_0123456789ABC"))
    }

    @Test func aKeyOfOursIsNamedByItsFirstLetters() {
        let key = Secret("pt_ABCDEFGH" + String(repeating: "z", count: 32))
        #expect(APIKey.identifier(of: key, digest: self.hasher.digest(key)) == "ABCDEFGH")
    }

    @Test(arguments: ["canary-1", "pt_short", "pt_ABCDEFGH" + String(repeating: "-", count: 32)])
    func anImportedKeyIsNamedByNothingOfItself(text: String) {
        let key = Secret(text)
        let identifier = APIKey.identifier(of: key, digest: self.hasher.digest(key))
        #expect(identifier.hasPrefix("imported-"))
        #expect(identifier.utf8.count == 21)
        #expect(!identifier.contains(text.dropFirst(3)))
    }

    @Test func aHashDependsOnThePepper() {
        let other = KeyHasher(pepper: Secret(bytes: [UInt8](repeating: 4, count: 32)))
        let key = Secret("canary-key-1")
        #expect(self.hasher.digest(key) == self.hasher.digest(bytes: Array("canary-key-1".utf8)))
        #expect(self.hasher.digest(key) != other.digest(key))
    }
}
