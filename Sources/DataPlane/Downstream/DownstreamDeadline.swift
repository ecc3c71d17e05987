//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// When a caller's channel is cut if nothing happens; compared with the shard's tick twice a second (DESIGN section 5).
struct DownstreamDeadline {
    enum Kind {
        /// Something else keeps time, as the dial does.
        case none
        /// Between requests.
        case idle
        /// Inside a head.
        case head
        /// Caller, connection or store are being asked.
        case admission
        /// A channel to the vendor has to be free.
        case channel
        /// Bytes of a body are expected, from either side.
        case progress
        /// The request is out, the response is awaited.
        case firstByte
        /// A fresh credential is being asked for.
        case refresh
        /// The last answer is written and the caller has not taken all of it.
        case flush
        /// The answer is out, the channel goes down.
        case linger
    }

    private(set) var kind = Kind.none
    /// Nanoseconds of the shard's tick.
    private var end = UInt64.max

    mutating func set(_ kind: Kind, _ shard: Shard) {
        self.kind = kind
        self.end = kind == .none ? .max : shard.tick &+ shard.lengths[kind]
    }

    /// As `set`, but a deadline of this kind that runs already runs on: a dribble of bytes does not extend it.
    mutating func begin(_ kind: Kind, _ shard: Shard) {
        if self.kind != kind { self.set(kind, shard) }
    }

    /// Bytes moved.
    @inline(__always)
    mutating func progress(_ shard: Shard) {
        if self.kind == .progress { self.set(.progress, shard) }
    }

    func hasPassed(_ tick: UInt64) -> Bool { tick >= self.end }
}

/// How long each kind of deadline is, in nanoseconds.
struct DeadlineLengths {
    private let idle: UInt64
    private let head: UInt64
    private let firstByte: UInt64

    init(_ deadlines: Deadlines) {
        self.idle = deadlines.idle.wholeNanoseconds
        self.head = deadlines.head.wholeNanoseconds
        self.firstByte = deadlines.firstByte.wholeNanoseconds
    }

    subscript(kind: DownstreamDeadline.Kind) -> UInt64 {
        switch kind {
        case .idle, .progress, .flush: self.idle
        case .head: self.head
        case .admission, .channel: 10_000_000_000
        case .firstByte: self.firstByte
        case .refresh: 15_000_000_000
        case .linger: 2_000_000_000
        case .none: 0
        }
    }
}
