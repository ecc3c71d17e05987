//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("1969-12-31T23:59:59.999Z", -1),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("2026-01-02T03:04:05.6Z", 1_767_323_045_600), ("2026-01-02T03:04:05.678901234+00:00", 1_767_323_045_678),
        ("2026-01-02t05:04:05.678+02:00", 1_767_323_045_678), ("2026-01-01 22:04:05-05:00", 1_767_323_045_000),
    ])
    func rfc3339IsRead(text: String, milliseconds: Int64) throws {
        #expect(try #require(Instant(text)).milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-02-29", "2026-00-10", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
        "0000-01-01",
        "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00Zx",
        "２026-01-01",
    ])
    func whatIsNoDateIsRefused(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test(arguments: [
        Int64.min, -62_135_596_800_000, -1, 0, 1, 951_868_799_999, 1_767_323_045_678, 253_402_300_799_999, .max,
    ])
    func whatIsWrittenIsReadBack(milliseconds: Int64) throws {
        let instant = Instant(milliseconds: milliseconds)
        #expect(instant.description.count == 24)
        #expect(try #require(Instant(instant.description)) == instant)
    }
}
