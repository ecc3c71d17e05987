//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Names one exchange in the answer, the log and the record: 24 hexadecimal digits.
///
/// The first half is random and made once a shard, the second counts, so that no randomness is read per request.
package struct RequestID: Hashable, Sendable, CustomStringConvertible {
    package let shard: UInt64
    package let number: UInt32

    package init(shard: UInt64, number: UInt32) {
        self.shard = shard
        self.number = number
    }

    package var description: String {
        let buffer = OutputBuffer()
        self.write(into: buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    package func write(into buffer: OutputBuffer) {
        buffer.write(hexadecimal: UInt32(truncatingIfNeeded: self.shard >> 32))
        buffer.write(hexadecimal: UInt32(truncatingIfNeeded: self.shard))
        buffer.write(hexadecimal: self.number)
    }
}
