//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Classes of bytes in RFC 9110 and RFC 3986, as masks that stay in registers: no table, no lazily made global.
extension UInt8 {
    @inline(__always) package static var lineFeed: UInt8 { 0x0A }
    @inline(__always) package static var carriageReturn: UInt8 { 0x0D }
    @inline(__always) package static var space: UInt8 { 0x20 }
    @inline(__always) package static var tab: UInt8 { 0x09 }

    /// `tchar` of RFC 9110 section 5.6.2.
    @inline(__always)
    package var isToken: Bool {
        // ! # $ % & ' * + - . 0-9 | A-Z ^ _ ` a-z | ~
        let low: UInt64 = 0x03FF_6CFA_0000_0000
        let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
        guard self < 128 else { return false }
        return (self < 64 ? low : high) >> UInt64(self & 63) & 1 == 1
    }

    /// A byte of a field value: visible, space, tab or obs-text (RFC 9110 section 5.5).
    @inline(__always)
    package var isFieldValue: Bool { self >= 0x20 && self != 0x7F || self == .tab }

    @inline(__always)
    package var isDigit: Bool { self &- 0x30 < 10 }

    /// The value of a hexadecimal digit, or `nil`.
    @inline(__always)
    package var hexadecimalValue: UInt8? {
        if self.isDigit { return self &- 0x30 }
        let letter = self | 0x20
        return letter >= 0x61 && letter <= 0x66 ? letter &- 0x57 : nil
    }

    /// ASCII letters in lower case, every other byte unchanged.
    @inline(__always)
    package var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// A byte that may stand unescaped in the path or query of a request target (RFC 3986 `pchar`, `/`, `?`) or `%`.
    @inline(__always)
    package var isTarget: Bool {
        // ! $ % & ' ( ) * + , - . / 0-9 : ; = ? @ A-Z _ a-z ~
        let low: UInt64 = 0xAFFF_FFF2_0000_0000
        let high: UInt64 = 0x47FF_FFFE_87FF_FFFF
        guard self < 128 else { return false }
        return (self < 64 ? low : high) >> UInt64(self & 63) & 1 == 1
    }
}
