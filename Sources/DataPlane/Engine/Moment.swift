//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc

/// A point in time that only moves forward: nanoseconds of the machine's monotonic clock.
package struct Moment: Comparable, Sendable {
    package var nanoseconds: UInt64

    package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    package static func now() -> Moment {
        var time = timespec()
        guard clock_gettime(CLOCK_MONOTONIC, &time) == 0 else { return Moment(nanoseconds: 0) }
        return Moment(
            nanoseconds: UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec))
    }

    package static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Later by `duration`; the end of time when that is farther than can be said.
    package static func + (moment: Moment, duration: Duration) -> Moment {
        let (sum, overflows) = moment.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return Moment(nanoseconds: overflows ? .max : sum)
    }

    /// Nanoseconds since an earlier moment; zero when it is not earlier.
    func nanoseconds(since earlier: Moment) -> UInt64 {
        self > earlier ? self.nanoseconds &- earlier.nanoseconds : 0
    }

    /// Whole milliseconds since an earlier moment; zero when it is not earlier.
    package func milliseconds(since earlier: Moment) -> Int64 {
        guard self > earlier else { return 0 }
        return Int64(clamping: (self.nanoseconds - earlier.nanoseconds) / 1_000_000)
    }
}

extension Duration {
    /// Nanoseconds, zero for a negative duration and the most there are for one that is longer.
    package var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = self.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, overflows) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflows else { return .max }
        let (sum, isTooLong) = whole.addingReportingOverflow(UInt64(attoseconds / 1_000_000_000))
        return isTooLong ? .max : sum
    }
}
