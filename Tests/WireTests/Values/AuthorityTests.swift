//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

@Suite struct AuthorityTests {
    private static func isValid(_ text: String) -> Bool {
        let bytes = Array("<\(text)>".utf8)
        return Authority.isValid(bytes.span, ByteRange(start: 1, end: bytes.count - 1))
    }

    @Test(arguments: [
        "a", "a:1", "A.b-c_d~e:65535", "127.0.0.1", "[::1]", "[::1]:80", "[::ffff:1.2.3.4]:0", "xn--caf-dma.example",
        "a.", "a:00080",
    ])
    func hostAndPortIsValid(text: String) { #expect(Self.isValid(text)) }

    @Test(arguments: [
        "", ":", ":80", "a:", "a:65536", "a:000080", "a:+8", "a: 8", "a:8a", "a:8:8", "u@a", "u:p@a", "a/b", "a?b",
        "a#b",
        "a b", "a\tb", "a,b", "a%41", "caf\u{E9}", "[", "[]", "[::1", "::1", "[::1]a", "[::1]]", "[::1]:", "[::g]",
        "[fe80::1%25eth0]", "[v1.a]", "a\\b", "*.a", "a\0", "<a>", "\"a\"", "(a)", "a;b", "a=b", "a!", "a'", "a$",
    ])
    func anythingElseIsNot(text: String) { #expect(!Self.isValid(text)) }

    @Test func longestIsANameOf255BytesWithAPort() {
        #expect(Self.isValid(String(repeating: "a", count: 255) + ":12345"))
        #expect(!Self.isValid(String(repeating: "a", count: 256) + ":12345"))
    }

    @Test func everyByteOfANameIsALetterDigitOrOneOfFour() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8.min...UInt8.max {
            let bytes: [UInt8] = [0x61, byte, 0x61]
            let isValid = Authority.isValid(bytes.span, ByteRange(start: 0, end: 3))
            #expect(isValid == allowed.contains(byte), "\(byte)")
        }
    }
}
