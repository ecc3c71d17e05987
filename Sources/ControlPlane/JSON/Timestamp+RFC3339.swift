//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Dates as the API writes them: RFC 3339, in UTC, with milliseconds.
extension Timestamp {
    private static let dayLength: Int64 = 86_400_000

    /// Like `2024-01-31T12:00:00.000Z`.
    package var rfc3339: String {
        let days = (self.milliseconds - Self.remainder(self.milliseconds, Self.dayLength)) / Self.dayLength
        let time = Self.remainder(self.milliseconds, Self.dayLength)
        let date = CivilDate(daysSince1970: days)
        return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2) + "T"
            + Self.padded(time / 3_600_000, 2) + ":" + Self.padded(time / 60_000 % 60, 2) + ":"
            + Self.padded(time / 1000 % 60, 2) + "." + Self.padded(time % 1000, 3) + "Z"
    }

    /// Reads a date and time of any offset, or a date alone (its midnight in UTC); anything else is `nil`.
    package init?(rfc3339 text: String) {
        var scanner = DateScanner(Array(text.utf8))
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = date.daysSince1970 * Self.dayLength
        if scanner.isAtEnd {
            self.init(milliseconds: midnight)
            return
        }
        guard scanner.take("T") || scanner.take("t") || scanner.take(" "), let hour = scanner.number(2), hour < 24,
            scanner.take(":"), let minute = scanner.number(2), minute < 60, scanner.take(":"),
            let second = scanner.number(2), second < 61, let milliseconds = scanner.fraction(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let time = (hour * 3600 + minute * 60 + second) * 1000 + milliseconds
        self.init(milliseconds: midnight + time - offset * 60_000)
    }

    private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A day of the proleptic Gregorian calendar, years 0 to 9999.
private struct CivilDate {
    var year: Int64
    var month: Int64
    var day: Int64

    private static let monthLengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    init?(year: Int64, month: Int64, day: Int64) {
        guard month >= 1, month <= 12, day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        guard day <= Self.monthLengths[Int(month) - 1] + (isLeap && month == 2 ? 1 : 0) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Counts in eras of 400 years whose years begin in March, so that the leap day is the last of a year.
    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        self.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let marchYear = self.month <= 2 ? self.year - 1 : self.year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (self.month > 2 ? self.month - 3 : self.month + 9) + 2) / 5 + self.day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
