//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The Gregorian date of a day counted from 1970-01-01.
///
/// From Howard Hinnant's "chrono-compatible low-level date algorithms": eras of 400 years begin on 1 March, so that the leap day is the last of its year.
func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
}

/// The inverse of `civil(fromDays:)`.
func days(fromYear year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// Reads RFC 3339 (section 5.6) or its `full-date` alone.
struct InstantReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: some Sequence<UInt8>) {
        // The longest form worth reading has a fraction of nine digits and an offset: 35 bytes.
        self.bytes = Array(bytes.prefix(64))
    }

    /// Milliseconds since 1970, or `nil` where the text breaks the grammar or names a day that does not exist.
    mutating func read() -> Int64? {
        guard let date = self.readDate() else { return nil }
        let midnight = Int64(date) * 86_400_000
        if self.position == self.bytes.count { return midnight }
        guard self.take("T") || self.take("t") || self.take(" "), let time = self.readTime(),
            let offset = self.readOffset(), self.position == self.bytes.count
        else { return nil }
        return midnight + time - offset
    }

    private mutating func readDate() -> Int? {
        guard let year = self.number(4), self.take("-"), let month = self.number(2), self.take("-"),
            let day = self.number(2), (1...12).contains(month), day >= 1
        else { return nil }
        let count = days(fromYear: year, month: month, day: day)
        return civil(fromDays: count) == (year, month, day) ? count : nil
    }

    /// A leap second counts as the first of the next minute.
    private mutating func readTime() -> Int64? {
        guard let hour = self.number(2), self.take(":"), let minute = self.number(2), self.take(":"),
            let second = self.number(2), hour < 24, minute < 60, second <= 60
        else { return nil }
        let whole = Int64(hour * 3600 + minute * 60 + second) * 1000
        guard self.take(".") else { return whole }
        guard let fraction = self.milliseconds() else { return nil }
        return whole + fraction
    }

    private mutating func milliseconds() -> Int64? {
        let start = self.position
        var value: Int64 = 0
        while let digit = self.digit() {
            if self.position - start <= 3 { value = value * 10 + Int64(digit) }
        }
        switch self.position - start {
        case 0: return nil
        case 1: return value * 100
        case 2: return value * 10
        default: return value
        }
    }

    private mutating func readOffset() -> Int64? {
        if self.take("Z") || self.take("z") { return 0 }
        let sign: Int64 = self.take("+") ? 1 : self.take("-") ? -1 : 0
        guard sign != 0, let hour = self.number(2), self.take(":"), let minute = self.number(2), hour < 24, minute < 60
        else { return nil }
        return sign * Int64(hour * 60 + minute) * 60_000
    }

    private mutating func number(_ width: Int) -> Int? {
        var value = 0
        for _ in 0..<width {
            guard let digit = self.digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int? {
        guard self.position < self.bytes.count else { return nil }
        let byte = self.bytes[self.position]
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        self.position += 1
        return Int(byte - UInt8(ascii: "0"))
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: character)
        else { return false }
        self.position += 1
        return true
    }
}
