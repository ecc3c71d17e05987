//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A half-open range of offsets into the bytes that were parsed; small, so that a field line stays small.
package struct ByteRange: Sendable, Hashable {
    package var start: Int32
    package var end: Int32

    package init(start: Int, end: Int) {
        self.start = Int32(clamping: start)
        self.end = Int32(clamping: end)
    }

    package static var empty: ByteRange { ByteRange(start: 0, end: 0) }

    /// Zero for a range that ends before it starts.
    package var count: Int { max(0, Int(self.end) - Int(self.start)) }
    package var isEmpty: Bool { self.end <= self.start }
    package var range: Range<Int> { Int(self.start)..<max(Int(self.start), Int(self.end)) }
}

extension Span<UInt8> {
    /// Whether the bytes of `range` are `text`, letters compared without case; `text` is lower case.
    package func matches(_ range: ByteRange, ignoringCase text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount, self.holds(range) else { return false }
        for offset in 0..<range.count
        where self[Int(range.start) + offset].lowercased != text.byte(at: offset) {
            return false
        }
        return true
    }

    /// Whether `text` stands at `start`, letters compared with case; `nil` when the bytes end inside it.
    package func holds(_ text: StaticString, at start: Int) -> Bool? {
        for offset in 0..<text.utf8CodeUnitCount {
            guard start + offset < self.count else { return nil }
            guard self[start + offset] == text.byte(at: offset) else { return false }
        }
        return true
    }

    /// Whether two ranges of two spans hold the same bytes, letters compared without case.
    package func matches(_ range: ByteRange, ignoringCase other: Span<UInt8>, _ otherRange: ByteRange) -> Bool {
        guard range.count == otherRange.count, self.holds(range), other.holds(otherRange) else { return false }
        for offset in 0..<range.count
        where self[Int(range.start) + offset].lowercased != other[Int(otherRange.start) + offset].lowercased {
            return false
        }
        return true
    }
}

extension Span<UInt8> {
    /// Whether all of `range` lies inside.
    @inline(__always)
    private func holds(_ range: ByteRange) -> Bool { range.start >= 0 && Int(range.end) <= self.count }
}

extension StaticString {
    /// The byte at `offset` of a literal; zero outside it.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        guard offset >= 0, offset < self.utf8CodeUnitCount else { return 0 }
        // The offset was checked against the literal's own length.
        return unsafe self.utf8Start[offset]
    }
}
