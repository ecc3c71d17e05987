//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Wire

/// Bytes written one behind the other into memory that is kept: it grows to the largest head once, and allocates no more.
///
/// Memory of its own and not an array: there are dozens of writes a request, and each would ask whether the array is
/// shared.
package final class OutputBuffer {
    @exclusivity(unchecked) private var memory: UnsafeMutableBufferPointer<UInt8>
    @exclusivity(unchecked) package private(set) var count = 0

    package init(capacity: Int = 256) { self.memory = .allocate(capacity: max(16, capacity)) }

    deinit { self.memory.deallocate() }

    /// A copy of what was written.
    package var bytes: [UInt8] { Array(self.memory[..<self.count]) }

    package func clear() { self.count = 0 }

    /// Lends what was written; the buffer must not be written to meanwhile.
    func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(rebasing: self.memory[..<self.count]).span)
    }

    /// Bytes of `range`, which are there until the buffer is written to again.
    func raw(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: self.memory[range]))
    }

    @inline(__always)
    private func append(_ source: UnsafeBufferPointer<UInt8>) {
        guard let from = source.baseAddress, !source.isEmpty else { return }
        if self.memory.count - self.count < source.count { self.grow(by: source.count) }
        guard let base = self.memory.baseAddress else { return }
        // There is room: `grow` made it.
        (base + self.count).update(from: from, count: source.count)
        self.count += source.count
    }

    @inline(never)
    private func grow(by count: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: max(self.memory.count * 2, self.count + count))
        _ = larger.update(fromContentsOf: self.memory[..<self.count])
        self.memory.deallocate()
        self.memory = larger
    }

    @inline(__always)
    package func write(_ span: Span<UInt8>) { span.withUnsafeBufferPointer { self.append($0) } }

    /// Appends the bytes of `range`.
    @inline(__always)
    package func write(_ span: Span<UInt8>, _ range: ByteRange) { self.write(span.extracting(range.range)) }

    @inline(__always)
    package func write(_ byte: UInt8) {
        if self.memory.count == self.count { self.grow(by: 1) }
        self.memory[self.count] = byte
        self.count += 1
    }

    @inline(__always)
    package func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { self.append($0) } }

    @inline(__always)
    package func write(_ text: StaticString) {
        self.append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func write(raw: UnsafeRawBufferPointer) { self.append(raw.bindMemory(to: UInt8.self)) }

    package func write(string: String) {
        var text = string
        text.withUTF8 { self.append($0) }
    }

    /// Appends a decimal number, without a `String`; zero for a negative one.
    package func write(decimal value: Int64) {
        guard value >= 10 else { return self.write(UInt8(0x30) &+ UInt8(clamping: max(0, value))) }
        var divisor: Int64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            self.write(UInt8(0x30) &+ UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends eight hexadecimal digits.
    func write(hexadecimal value: UInt32) {
        for shift in stride(from: UInt32(28), through: 0, by: -4) {
            let nibble = UInt8(truncatingIfNeeded: value >> shift) & 15
            self.write(nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble)
        }
    }
}
