//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Wire

/// Bytes written one behind the other into memory that is kept: it grows to the largest head once, and allocates no more.
package struct OutputBuffer {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 0) { self.bytes.reserveCapacity(capacity) }

    package var count: Int { self.bytes.count }

    package mutating func clear() { self.bytes.removeAll(keepingCapacity: true) }

    @inline(__always)
    package mutating func write(_ span: Span<UInt8>) {
        span.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
    }

    /// Appends the bytes of `range`.
    @inline(__always)
    package mutating func write(_ span: Span<UInt8>, _ range: ByteRange) { self.write(span.extracting(range.range)) }

    @inline(__always)
    package mutating func write(_ byte: UInt8) { self.bytes.append(byte) }

    @inline(__always)
    package mutating func write(_ bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

    @inline(__always)
    package mutating func write(_ text: StaticString) {
        self.bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func write(string: String) { self.bytes.append(contentsOf: string.utf8) }

    mutating func write(raw: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: raw) }

    /// Appends a decimal number, without a `String`; zero for a negative one.
    package mutating func write(decimal value: Int64) {
        guard value >= 10 else { return self.write(UInt8(0x30) &+ UInt8(clamping: max(0, value))) }
        var divisor: Int64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            self.write(UInt8(0x30) &+ UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
