//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Percent-encoding of RFC 3986 section 2.1.
enum PercentEncoding {
    /// Every byte that is not unreserved is escaped: for a name or value in a query.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count)
        for byte in bytes {
            let isLetter = (byte | 0x20) &- 0x61 < 26
            if byte.isUnreservedMark || isLetter || byte &- 0x30 < 10 {
                encoded.append(byte)
            } else {
                Self.append(byte, to: &encoded)
            }
        }
        return encoded
    }

    /// Escapes what may not stand in a target and each `%` that is not followed by two hexadecimal digits (CONTRACT 1.2.5).
    static func repair(_ bytes: Span<UInt8>, into repaired: inout [UInt8]) {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == 0x25 ? Self.isEscape(bytes, at: index) : byte.isTarget {
                repaired.append(byte)
            } else {
                Self.append(byte, to: &repaired)
            }
        }
    }

    /// Decodes each escape once; a `%` without two digits stays.
    static func decode(_ bytes: Span<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let byte = Self.escape(bytes, at: index) {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    static func isEscape(_ bytes: Span<UInt8>, at index: Int) -> Bool { Self.escape(bytes, at: index) != nil }

    /// The byte that the escape at `index` stands for.
    static func escape(_ bytes: Span<UInt8>, at index: Int) -> UInt8? {
        guard bytes[index] == 0x25, index + 2 < bytes.count, let high = bytes[index + 1].hexadecimalValue,
            let low = bytes[index + 2].hexadecimalValue
        else { return nil }
        return high << 4 | low
    }

    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        let digit = { (nibble: UInt8) -> UInt8 in nibble < 10 ? 0x30 + nibble : 0x37 + nibble }
        bytes.append(0x25)
        bytes.append(digit(byte >> 4))
        bytes.append(digit(byte & 15))
    }
}

extension UInt8 {
    fileprivate var isUnreservedMark: Bool { self == 0x2D || self == 0x2E || self == 0x5F || self == 0x7E }
}
