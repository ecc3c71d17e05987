//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// One caller's channel: reads requests, one exchange at a time, and writes responses.
///
/// Called on its shard's loop only. What to do is decided by `ExchangeMachine`; this class does it. Its aspects are in
/// files of their own: admission, the request's body, the response, deadlines.
final class DownstreamHandler: ChannelHandler {
    let shard: Shard
    let usesTLS: Bool
    /// Its place in the shard's list, for removal without a search.
    @exclusivity(unchecked) var index = 0
    var channel: SocketChannel?
    @exclusivity(unchecked) var machine = ExchangeMachine()
    var authentication = CallerAuthentication()
    @exclusivity(unchecked) var deadline = DownstreamDeadline()

    /// Bytes that were read and not yet understood: a head's beginning, a body's before there is a channel, a later request.
    var inbound: [UInt8] = []
    /// The head of the request under way, kept until it is over: it may be admitted again, and is recorded.
    var head: [UInt8] = []
    @exclusivity(unchecked) var requestVersion = HTTPVersion.http11
    @exclusivity(unchecked) var requestIsHead = false
    var requestBody = BodyScanner(.none)
    /// The request's body, while it may have to be sent again or has to be signed.
    var heldBody: HeldBody?
    var captured: CapturedBodies?
    var upstream: UpstreamHandler?
    /// Counts exchanges, so that an answer to a question of an earlier one can be told.
    @exclusivity(unchecked) var exchangeNumber: UInt64 = 0
    @exclusivity(unchecked) var requestID: RequestID
    var plan: ExchangePlan?
    @exclusivity(unchecked) var framing = DownstreamFraming.asUpstream
    /// Whether only the end of the channel tells the caller that the body has ended.
    @exclusivity(unchecked) var endsWithChannel = false
    /// Whether the shard's scratch buffer holds a head of this exchange that was not written yet.
    @exclusivity(unchecked) var isHeadStaged = false
    /// Whether the request under way was sent to a vendor.
    @exclusivity(unchecked) var wasSent = false
    /// Whether requests that wait in `inbound` are being begun, so that many of them do not nest.
    @exclusivity(unchecked) var isBeginning = false
    @exclusivity(unchecked) var startedAt: Moment
    @exclusivity(unchecked) var sentAt: Moment
    @exclusivity(unchecked) var isPaused = false
    @exclusivity(unchecked) var bodyBytes: Int64 = 0
    @exclusivity(unchecked) var notes = ExchangeNotes()
    /// The caller's, as text, once something was recorded.
    var address: [UInt8]?
    /// What was left to write at the last sweep, both ways.
    @exclusivity(unchecked) var pendingBytes = 0

    /// Bytes that may wait in `inbound` before reading stops; the longest head is among them, or it would never end.
    var mostHeldBytes: Int { max(128 * 1024, self.shard.configuration.limits.maxHeadBytes) }
    /// Requests that are begun before other channels have their turn.
    static var mostBegunAtOnce: Int { 32 }
    /// Bytes up to here are copied behind a head, which costs less than a second write.
    static var mostCopied: Int { 16 * 1024 }

    init(shard: Shard, usesTLS: Bool) {
        self.shard = shard
        self.usesTLS = usesTLS
        self.requestID = shard.nextRequestID()
        self.startedAt = shard.now
        self.sentAt = shard.now
    }

    /// Takes over an accepted channel.
    func start(_ channel: SocketChannel) {
        self.channel = channel
        channel.handler = self
        self.shard.add(self)
        self.deadline.set(.idle, self.shard)
        if !self.usesTLS { self.channelIsReady() }
    }

    func channelIsReady() {
        self.startedAt = self.shard.now
        if self.shard.isFull { self.fail(.overloaded) }
    }

    func received(_ bytes: Span<UInt8>) {
        switch self.machine.stage {
        case .idle: self.receiveIdle(bytes)
        case .admitting, .connecting: self.hold(bytes)
        case .exchanging: self.receiveWhileExchanging(bytes)
        case .collecting, .refreshing: self.receiveWhileHolding(bytes)
        case .closing: self.shard.counters.droppedBytes &+= UInt64(bytes.count)
        case .closed: break
        }
    }

    func becameWritable() {
        self.deadline.progress(self.shard)
        self.upstream?.setReading(true)
        guard self.machine.stage == .idle else { return }
        self.resumeReading()
        self.resumeHeld()
    }

    func closed(_ cause: ChannelClosing) {
        self.record(.left)
        self.channel = nil
        self.machine.channelClosed()
        self.exchangeNumber &+= 1
        self.shard.remove(self)
        let upstream = self.upstream
        self.upstream = nil
        self.inbound = []
        self.head = []
        self.heldBody = nil
        upstream?.abandon()
    }

    func hold(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self.inbound.append(contentsOf: $0) }
        if self.inbound.count > self.mostHeldBytes { self.setReading(false) }
    }

    /// Reads on unless enough waits already: what a caller sends ahead is bounded.
    func resumeReading() { self.setReading(self.inbound.count <= self.mostHeldBytes) }

    func setReading(_ reads: Bool) {
        guard self.isPaused == reads else { return }
        self.isPaused = !reads
        self.channel?.setReading(reads)
    }

    func write(_ bytes: Span<UInt8>) { self.channel?.write(bytes) }

    /// Writes what the shard's scratch buffer holds.
    func writeScratch() { self.channel?.write(self.shard.scratch) }
}

/// What an admitted request is forwarded with.
enum ExchangePlan {
    case vendor(PreparedConnection, Destination)
    case control
}
