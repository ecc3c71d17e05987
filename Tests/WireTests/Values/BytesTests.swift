//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// The masks of `UInt8` against the RFCs' own lists, for all 256 bytes.
@Suite struct BytesTests {
    private static let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    @Test func tokenBytesAreThoseOfRFC9110() {
        let tokens = Set((Self.alphanumerics + "!#$%&'*+-.^_`|~").utf8)

        for byte in UInt8.min...UInt8.max { #expect(byte.isToken == tokens.contains(byte), "\(byte)") }
    }

    @Test func targetBytesAreThoseOfRFC3986() {
        let unreserved = Self.alphanumerics + "-._~"
        let targets = Set((unreserved + "!$&'()*+,;=" + ":@" + "/?" + "%").utf8)

        for byte in UInt8.min...UInt8.max { #expect(byte.isTarget == targets.contains(byte), "\(byte)") }
    }

    @Test func fieldValueBytesAreVisibleBlankOrBeyondASCII() {
        for byte in UInt8.min...UInt8.max {
            let isValue = byte == 0x20 || byte == 0x09 || (0x21...0x7E).contains(byte) || byte >= 0x80
            #expect(byte.isFieldValue == isValue, "\(byte)")
        }
    }

    @Test func digitsHaveTheirValues() {
        let values = Dictionary(
            uniqueKeysWithValues: Array("0123456789abcdef".utf8).enumerated().map { ($1, UInt8($0)) })
        for byte in UInt8.min...UInt8.max {
            let lower = String(UnicodeScalar(byte)).lowercased().utf8.first ?? 0
            let value = byte < 0x80 ? values[lower] : nil
            #expect(byte.hexadecimalValue == value, "\(byte)")
            #expect(byte.isDigit == ((0x30...0x39).contains(byte)), "\(byte)")
        }
    }

    @Test func onlyLettersChangeCase() {
        for byte in UInt8.min...UInt8.max {
            let isUpper = (0x41...0x5A).contains(byte)
            #expect(byte.lowercased == (isUpper ? byte + 32 : byte), "\(byte)")
        }
    }
}
