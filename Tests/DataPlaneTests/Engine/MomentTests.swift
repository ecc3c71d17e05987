//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Testing

/// Arithmetic at both ends of time.
@Suite
struct MomentTests {
    @Test(
        arguments: [
            (Duration.zero, 0), (.nanoseconds(1), 1), (.seconds(-1), 0), (.nanoseconds(-1), 0),
            (.milliseconds(1_500), 1_500_000_000),
            (Duration(secondsComponent: 0, attosecondsComponent: 999_999_999), 0),
            (.seconds(Int64.max), .max), (.seconds(18_446_744_073), 18_446_744_073_000_000_000),
            (.seconds(18_446_744_074), .max), (.seconds(18_446_744_073) + .nanoseconds(709_551_615), .max),
            (.seconds(18_446_744_073) + .nanoseconds(709_551_616), .max), (.seconds(Int64.min), 0),
        ] as [(Duration, UInt64)])
    func aDurationIsAtMostAllTimeAndNeverNegative(duration: Duration, nanoseconds: UInt64) {
        #expect(duration.wholeNanoseconds == nanoseconds)
    }

    @Test
    func theEndOfTimeIsNotPassed() {
        let end = Moment(nanoseconds: .max)

        #expect(end + .nanoseconds(1) == end)
        #expect(Moment(nanoseconds: 5) + .seconds(Int64.max) == end)
        #expect(Moment(nanoseconds: 5) + .seconds(-3) == Moment(nanoseconds: 5))
        #expect(Moment(nanoseconds: .max - 1) + .nanoseconds(1) == end)
    }

    @Test
    func millisecondsAreWholeAndNeverNegative() {
        let (early, late) = (Moment(nanoseconds: 1), Moment(nanoseconds: 2_000_000))

        #expect(late.milliseconds(since: early) == 1)
        #expect(early.milliseconds(since: late) == 0)
        #expect(early.milliseconds(since: early) == 0)
        #expect(Moment(nanoseconds: .max).milliseconds(since: Moment(nanoseconds: 0)) == 18_446_744_073_709)
    }

    @Test
    func theClockDoesNotGoBack() {
        var last = Moment.now()
        for _ in 0..<1_000 {
            let now = Moment.now()
            #expect(now >= last)
            last = now
        }
    }
}
