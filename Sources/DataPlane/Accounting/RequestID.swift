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
        var buffer = OutputBuffer()
        self.write(into: &buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    package func write(into buffer: inout OutputBuffer) {
        for shift in stride(from: 56, through: 0, by: -8) {
            Self.write(UInt8(self.shard >> UInt64(shift) & 255), &buffer)
        }
        for shift in stride(from: 24, through: 0, by: -8) {
            Self.write(UInt8(self.number >> UInt32(shift) & 255), &buffer)
        }
    }

    private static func write(_ byte: UInt8, _ buffer: inout OutputBuffer) {
        buffer.write(Self.digit(byte >> 4))
        buffer.write(Self.digit(byte & 15))
    }

    private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble }
}
