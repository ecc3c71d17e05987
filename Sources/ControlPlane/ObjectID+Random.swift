//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

extension ObjectID {
    /// A new identifier: seconds since 1970, so that new rows are neighbours in an index, and 64 random bits.
    static func make(now: Timestamp, random: (Int) -> [UInt8]) -> ObjectID {
        let bytes = random(8)
        let word = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let seconds = UInt64(UInt32(truncatingIfNeeded: now.milliseconds / 1000))
        return ObjectID(high: seconds << 32 | word >> 32, low: UInt32(truncatingIfNeeded: word))
    }
}
