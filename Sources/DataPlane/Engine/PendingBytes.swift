//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes that the kernel would not take yet, in order.
package struct PendingBytes {
    private var bytes: [UInt8] = []
    private var start = 0

    /// Memory up to here is kept when everything was taken.
    private static var mostKept: Int { 4096 }

    package init() {}

    package var count: Int { self.bytes.count - self.start }

    package var isEmpty: Bool { self.bytes.count == self.start }

    package mutating func append(_ span: Span<UInt8>) {
        if self.start > self.bytes.count / 2 {
            self.bytes.removeFirst(self.start)
            self.start = 0
        }
        span.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
    }

    /// Offers what waits to `take`, which returns how much of it was taken; false when it returned `nil`.
    package mutating func drain(_ take: (UnsafeRawBufferPointer) -> Int?) -> Bool {
        let taken = self.bytes.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[self.start...])) }
        guard let taken = taken else { return false }
        self.start += min(max(0, taken), self.count)
        guard self.isEmpty else { return true }
        if self.bytes.capacity > Self.mostKept { self.bytes = [] } else { self.bytes.removeAll(keepingCapacity: true) }
        self.start = 0
        return true
    }

    package mutating func clear() {
        self.bytes = []
        self.start = 0
    }
}
