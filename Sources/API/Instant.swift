//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A moment to the millisecond, written as RFC 3339 in UTC: `2026-01-02T03:04:05.678Z`.
///
/// Always with milliseconds and `Z`, a form every official SDK parses. Any RFC 3339 offset, a missing fraction and a
/// bare date are read. Years 0001 to 9999.
public struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z, within the years 0001 to 9999.
    public let milliseconds: Int64

    private static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// Takes milliseconds since 1970-01-01T00:00:00Z; what lies outside the years 0001 to 9999 becomes their edge.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
    }

    /// Reads RFC 3339 or a bare date; anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        var reader = InstantReader(text.utf8)
        guard let value = reader.read(), Self.range.contains(value) else { return nil }
        self.milliseconds = value
    }

    /// Orders moments in time.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 with milliseconds, in UTC.
    public var description: String {
        let day = Int(self.milliseconds.flooredQuotient(86_400_000))
        let rest = Int(self.milliseconds - Int64(day) * 86_400_000)
        let (year, month, dayOfMonth) = civil(fromDays: day)
        var text = "\(year.padded(4))-\(month.padded(2))-\(dayOfMonth.padded(2))T"
        text += "\((rest / 3_600_000).padded(2)):\((rest / 60_000 % 60).padded(2)):\((rest / 1000 % 60).padded(2))"
        text += ".\((rest % 1000).padded(3))Z"
        return text
    }
}

extension Instant: Codable {
    /// Reads a string.
    ///
    /// - Throws: `DecodingError` when it is not RFC 3339.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Instant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 date")
        }
        self = value
    }

    /// Writes a string.
    ///
    /// - Throws: what `encoder` throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}

extension Int {
    /// Decimal digits with leading zeros; `self` is not negative.
    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
