//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// `host [":" port]` as it stands in `Host` (RFC 9110 section 7.2, RFC 3986 section 3.2).
package enum Authority {
    /// A name or IPv4 address of letters, digits, `-`, `.`, `_`, `~`, or an IPv6 literal in brackets; no user info.
    package static func isValid(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
        guard !range.isEmpty, range.count <= 261 else { return false }
        var position = Int(range.start)
        let end = Int(range.end)
        if bytes[position] == 0x5B {
            position += 1
            let start = position
            while position < end,
                bytes[position].hexadecimalValue != nil || bytes[position] == 0x3A || bytes[position] == 0x2E
            {
                position += 1
            }
            guard position > start, position < end, bytes[position] == 0x5D else { return false }
            position += 1
        } else {
            let start = position
            while position < end, Self.isName(bytes[position]) { position += 1 }
            guard position > start else { return false }
        }
        return Self.isPort(bytes, from: position, to: end)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte.isDigit || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }

    /// Nothing, or a colon and up to five digits.
    private static func isPort(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        guard start < end else { return true }
        guard bytes[start] == 0x3A, end - start >= 2, end - start <= 6 else { return false }
        var value = 0
        for index in start + 1..<end {
            guard bytes[index].isDigit else { return false }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return value <= 65535
    }
}
