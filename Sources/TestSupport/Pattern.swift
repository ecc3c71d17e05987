//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Glibc

/// Endless bytes that tell their own position, for bodies too long to keep.
package enum Pattern {
    /// A prime, so that no buffer size of anybody divides it.
    private static let period = 65521

    /// Twice the period: any piece up to one period long is a slice of it.
    private static let bytes: [UInt8] = (0..<Pattern.period * 2).map { index in
        let position = UInt32(index % Pattern.period)
        return UInt8(truncatingIfNeeded: position &* 2_654_435_761 >> 13)
    }

    /// Writes the first `count` bytes of the pattern, in pieces.
    package static func write(_ count: Int, to send: ([UInt8]) throws -> Void) rethrows {
        let piece = Array(Pattern.bytes[..<Pattern.period])
        var left = count
        while left >= piece.count {
            try send(piece)
            left -= piece.count
        }
        if left > 0 { try send(Array(piece[..<left])) }
    }

    private static func isPattern(_ part: ArraySlice<UInt8>, from start: Int) -> Bool {
        part.withUnsafeBytes { received in
            Pattern.bytes.withUnsafeBytes { due in
                guard let first = received.baseAddress, let second = due.baseAddress else { return true }
                return memcmp(first, second + start, received.count) == 0
            }
        }
    }

    /// Compares what arrives with the pattern.
    package struct Check {
        package private(set) var count = 0

        package init() {}

        /// Takes the next piece.
        ///
        /// - Throws: `PeerFailure.malformed` at the first byte that is not the pattern's.
        package mutating func receive(_ piece: ArraySlice<UInt8>) throws {
            var piece = piece
            while !piece.isEmpty {
                let start = self.count % Pattern.period
                let part = piece.prefix(Pattern.period)
                guard Pattern.isPattern(part, from: start) else {
                    throw PeerFailure.malformed("bytes differ after \(self.count)")
                }
                self.count += part.count
                piece = piece.dropFirst(part.count)
            }
        }
    }
}
