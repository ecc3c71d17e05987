//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import NIOCore
import Wire

/// One caller's channel: reads requests, one exchange at a time, and writes responses.
///
/// Called on its shard's loop only. What to do is decided by `ExchangeMachine`; this class does it. Its aspects are in
/// files of their own: admission, the request's body, the response, deadlines.
final class DownstreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let shard: Shard
    let usesTLS: Bool
    /// Its place in the shard's list, for removal without a search.
    var index = 0
    var context: ChannelHandlerContext?
    var machine = ExchangeMachine()
    var authentication = CallerAuthentication()
    var deadline = DownstreamDeadline()

    /// Bytes that were read and not yet understood: a head's beginning, a body's before there is a channel, a later request.
    var inbound: ByteBuffer?
    /// The head of the request under way, kept until a response began, so that it can be admitted again.
    var head: ByteBuffer?
    var requestVersion = HTTPVersion.http11
    var requestIsHead = false
    var requestBody = BodyScanner(.none)
    var upstream: UpstreamHandler?
    /// Counts exchanges, so that an answer to a question of an earlier one can be told.
    var exchangeNumber: UInt64 = 0
    var requestID: RequestID
    var plan: ExchangePlan?
    var framing = DownstreamFraming.asUpstream
    /// Whether only the end of the channel tells the caller that the body has ended.
    var endsWithChannel = false
    /// Whether the shard's scratch buffer holds a head of this exchange that was not written yet.
    var isHeadStaged = false
    /// Whether the request under way was sent to a vendor.
    var wasSent = false
    /// Whether requests that wait in `inbound` are being begun, so that many of them do not nest.
    var isBeginning = false
    var startedAt = NIODeadline.distantPast
    var sentAt = NIODeadline.distantPast
    var isPaused = false
    var bodyBytes: Int64 = 0
    /// What was left to write at the last sweep, both ways.
    var pendingBytes = 0

    /// Bytes that may wait in `inbound` before reading stops.
    static let mostHeldBytes = 128 * 1024
    /// Requests that are begun before other channels have their turn.
    static let mostBegunAtOnce = 32

    init(shard: Shard, usesTLS: Bool) {
        self.shard = shard
        self.usesTLS = usesTLS
        self.requestID = shard.nextRequestID()
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        self.shard.add(self)
        self.deadline.set(.idle, self.shard)
        self.startedAt = .now()
        if self.shard.isFull { self.fail(.overloaded) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = self.unwrapInboundIn(data)
        switch self.machine.stage {
        case .idle: self.receiveIdle(buffer)
        case .admitting, .connecting: self.hold(buffer)
        case .exchanging: self.receiveWhileExchanging(buffer)
        case .closing: self.shard.counters.droppedBytes &+= UInt64(buffer.readableBytes)
        case .closed: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.upstream?.flush()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            self.deadline.progress(self.shard)
            self.upstream?.setReading(true)
            if self.machine.stage == .idle {
                self.resumeReading()
                self.resumeHeld()
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        self.machine.channelClosed()
        self.exchangeNumber &+= 1
        self.shard.remove(self)
        let upstream = self.upstream
        self.upstream = nil
        self.inbound = nil
        self.head = nil
        upstream?.abandon()
        context.fireChannelInactive()
    }

    func hold(_ buffer: ByteBuffer) {
        var buffer = buffer
        if self.inbound == nil {
            self.inbound = buffer
        } else {
            self.inbound?.writeBuffer(&buffer)
        }
        if let held = self.inbound, held.readableBytes > Self.mostHeldBytes { self.setReading(false) }
    }

    /// Reads on unless enough waits already: what a caller sends ahead is bounded.
    func resumeReading() { self.setReading((self.inbound?.readableBytes ?? 0) <= Self.mostHeldBytes) }

    func setReading(_ reads: Bool) {
        guard self.isPaused == reads else { return }
        self.isPaused = !reads
        try? self.context?.channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    func write(_ buffer: ByteBuffer) { self.context?.write(self.wrapOutboundOut(buffer), promise: nil) }
}

/// What an admitted request is forwarded with.
enum ExchangePlan {
    case vendor(PreparedConnection, Destination)
    case control
}
