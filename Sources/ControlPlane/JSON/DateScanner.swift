//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Reads the parts of an RFC 3339 date.
struct DateScanner {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.rest = bytes[...] }

    var isAtEnd: Bool { self.rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.rest.first == UInt8(ascii: character) else { return false }
        self.rest.removeFirst()
        return true
    }

    /// A number of exactly `width` digits.
    mutating func number(_ width: Int) -> Int64? {
        guard self.rest.count >= width else { return nil }
        var value: Int64 = 0
        for byte in self.rest.prefix(width) {
            guard let digit = Self.digit(byte) else { return nil }
            value = value * 10 + digit
        }
        self.rest = self.rest.dropFirst(width)
        return value
    }

    /// Milliseconds: 0 without a fraction, and what is finer is cut off.
    mutating func fraction() -> Int64? {
        guard self.take(".") else { return 0 }
        var milliseconds: Int64 = 0
        var weight: Int64 = 100
        var count = 0
        while let byte = self.rest.first, let digit = Self.digit(byte) {
            milliseconds += digit * weight
            weight /= 10
            count += 1
            self.rest.removeFirst()
        }
        return count > 0 ? milliseconds : nil
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int64? {
        if self.take("Z") || self.take("z") { return 0 }
        let isEast = self.take("+")
        guard isEast || self.take("-"), let hours = self.number(2), hours < 24, self.take(":"),
            let minutes = self.number(2), minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return Int64(byte - UInt8(ascii: "0"))
    }
}
