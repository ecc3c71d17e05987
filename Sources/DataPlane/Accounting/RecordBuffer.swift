//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
package import Model
package import Wire

/// Where a shard notes its exchanges, until they are handed over together.
///
/// 1. Memory is made once; noting an exchange allocates nothing, asks no clock and shares nothing.
/// 2. What is noted is handed over in the order in which it came, when there is no room left and when it is asked for.
/// 3. Whatever is not taken then is dropped and counted: records never make an exchange wait.
package final class RecordBuffer {
    private let entries: UnsafeMutableBufferPointer<RecordEntry>
    private let text: UnsafeMutableBufferPointer<UInt8>
    @exclusivity(unchecked) private var count = 0
    @exclusivity(unchecked) private var textCount = 0
    /// Records that nobody took.
    @exclusivity(unchecked) package private(set) var dropped: UInt64 = 0
    /// Of some entries, by their place.
    private var bodies: [Int: RawBodies] = [:]
    private var bodyBytes = 0
    /// Bodies that were more than a batch holds.
    @exclusivity(unchecked) package private(set) var droppedBodies: UInt64 = 0
    private let shard: UInt64
    private let clock: () -> (Moment, Timestamp)
    private let give: (RecordBatch) -> Bool

    /// Bytes up to which a path is kept.
    package static var longestPath: Int { 512 }
    /// Bytes up to which a user agent is kept.
    package static var longestUserAgent: Int { 256 }
    private static var longestAddress: Int { 45 }
    private static var longestMethod: Int { 32 }
    private static var longestKey: Int { 64 }
    /// Bytes of bodies that one batch holds.
    package static var mostBodyBytes: Int { 4 * 1024 * 1024 }

    /// Makes an empty buffer.
    ///
    /// `shard` is the first half of the requests' ids; `give` is told of a batch and says whether it was taken.
    package init(
        shard: UInt64, capacity: Int = 4096, textCapacity: Int = 576 * 1024,
        clock: @escaping () -> (Moment, Timestamp) = { (.now(), .now()) }, give: @escaping (RecordBatch) -> Bool
    ) {
        self.entries = .allocate(capacity: max(1, capacity))
        self.text = .allocate(capacity: max(Self.longestText, textCapacity))
        self.shard = shard
        self.clock = clock
        self.give = give
    }

    private static var longestText: Int {
        self.longestPath + self.longestUserAgent + self.longestAddress + self.longestMethod + self.longestKey
    }

    deinit {
        self.entries.deallocate()
        self.text.deallocate()
    }

    /// Notes an exchange; its text is copied, and cut where it is too long.
    ///
    /// `method`, `path` and `userAgent` are ranges of `head`; where one is not inside all count as empty.
    package func append(
        _ entry: RecordEntry, key: Span<UInt8>, address: Span<UInt8>, head: Span<UInt8>, method: ByteRange,
        path: ByteRange, userAgent: ByteRange
    ) {
        let isInside =
            Int(max(method.end, path.end, userAgent.end)) <= head.count
            && min(method.start, path.start, userAgent.start) >= 0
        let keyCount = min(key.count, Self.longestKey)
        let methodCount = isInside ? min(method.count, Self.longestMethod) : 0
        let pathCount = isInside ? min(path.count, Self.longestPath) : 0
        let userAgentCount = isInside ? min(userAgent.count, Self.longestUserAgent) : 0
        let addressCount = min(address.count, Self.longestAddress)
        let needed = keyCount + methodCount + pathCount + userAgentCount + addressCount
        let room = self.text.count - self.textCount
        if self.count == self.entries.count || room < needed { self.handOver() }
        // A record is trivial: there is nothing to initialise or to release in its place.
        guard let place = self.entries.baseAddress.map({ $0 + self.count }) else { return }
        place.initialize(to: entry)
        place.pointee.keyCount = UInt8(truncatingIfNeeded: keyCount)
        place.pointee.methodCount = UInt8(truncatingIfNeeded: methodCount)
        place.pointee.pathCount = UInt16(truncatingIfNeeded: pathCount)
        place.pointee.userAgentCount = UInt16(truncatingIfNeeded: userAgentCount)
        place.pointee.addressCount = UInt8(truncatingIfNeeded: addressCount)
        place.pointee.textStart = UInt32(truncatingIfNeeded: self.textCount)
        self.count += 1
        self.copy(key, from: 0, keyCount)
        self.copy(head, from: Int(method.start), methodCount)
        self.copy(head, from: Int(path.start), pathCount)
        self.copy(head, from: Int(userAgent.start), userAgentCount)
        self.copy(address, from: 0, addressCount)
    }

    /// Adds bodies to the exchange noted last; they are dropped when there are too many already.
    package func attach(_ bodies: RawBodies) {
        guard self.count > 0 else { return }
        let size = (bodies.request?.bytes.count ?? 0) + (bodies.response?.bytes.count ?? 0)
        guard self.bodyBytes + size <= Self.mostBodyBytes else {
            self.droppedBodies &+= 1
            return
        }
        self.bodyBytes += size
        self.bodies[self.count - 1] = bodies
    }

    /// There is room for `count` bytes, and they are there: `append` saw to it.
    @inline(__always)
    private func copy(_ bytes: Span<UInt8>, from start: Int, _ count: Int) {
        guard count > 0, let base = self.text.baseAddress else { return }
        bytes.withUnsafeBufferPointer { source in
            guard let from = source.baseAddress else { return }
            (base + self.textCount).update(from: from + start, count: count)
        }
        self.textCount += count
    }

    /// Gives away what was noted, if anything was.
    @inline(never)
    package func handOver() {
        guard self.count > 0 else { return }
        let (moment, time) = self.clock()
        let batch = RecordBatch(
            entries: Array(self.entries[..<self.count]), text: Array(self.text[..<self.textCount]), shard: self.shard,
            moment: moment, time: time, bodies: self.bodies)
        if !self.give(batch) { self.dropped &+= UInt64(self.count) }
        self.count = 0
        self.textCount = 0
        if !self.bodies.isEmpty {
            self.bodies = [:]
            self.bodyBytes = 0
        }
    }
}

extension Timestamp {
    /// The system's clock, which may be set: for telling people when something was, not for measuring.
    static func now() -> Timestamp {
        var time = timespec()
        guard clock_gettime(CLOCK_REALTIME, &time) == 0 else { return Timestamp(milliseconds: 0) }
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
