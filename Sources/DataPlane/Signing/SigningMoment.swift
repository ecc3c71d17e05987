//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// When a request is signed, and what makes its signature one of a kind.
package struct SigningMoment: Sendable {
    /// Since 1970, UTC.
    package let seconds: Int64
    /// Sent as it is: letters and digits.
    package let nonce: [UInt8]

    package init(seconds: Int64, nonce: [UInt8]) {
        self.seconds = seconds
        self.nonce = nonce
    }

    /// Makes a nonce of 128 random bits.
    package init(seconds: Int64, using generator: inout some RandomNumberGenerator) {
        let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(seconds: seconds, nonce: Digests.hexadecimal(bytes))
    }

    /// `YYYYMMDD'T'HHMMSS'Z'`, of the years 1970 to 9999.
    var basicTime: [UInt8] {
        let seconds = min(max(self.seconds, 0), 253_402_300_799)
        let (year, month, day) = Self.date(ofDay: seconds / 86_400)
        let time = seconds % 86_400
        var text: [UInt8] = []
        for (number, width) in [(year, 4), (month, 2), (day, 2)] { Self.append(number, width, to: &text) }
        text.append(0x54)
        for number in [time / 3600, time / 60 % 60, time % 60] { Self.append(number, 2, to: &text) }
        text.append(0x5A)
        return text
    }

    /// The date in the Gregorian calendar; years are counted from March, so that the leap day is the last of its year.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Day 0 is 1 March of the year 0; 400 years are 146,097 days.
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = era * 400 + yearOfEra + (month < 10 ? 0 : 1)
        return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    private static func append(_ number: Int64, _ width: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            text.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
