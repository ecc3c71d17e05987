//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOSSL
import NIOTLS
import Wire

/// One channel to an upstream: reads responses, verifies their framing and hands them to the exchange that owns it.
///
/// Called on its loop only. Whatever the vendor sends, the channel is either given back in a state that was proved
/// (response complete, nothing behind it) or closed.
final class UpstreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// No exchange; any byte is unasked.
        case idle
        /// The response's head is awaited or incomplete.
        case head(interims: Int)
        case body(BodyScanner)
    }

    let pool: UpstreamPool
    private let shard: Shard
    private let usesTLS: Bool
    private var context: ChannelHandlerContext?
    private var state = State.idle
    private var exchange: DownstreamHandler?
    private var inbound: ByteBuffer?
    private var requestIsHead = false
    private var keepsAlive = true
    private var hasFailed = false
    private var isPaused = false
    /// Exchanges completed on this channel.
    private(set) var served = 0
    /// The shard's tick when the channel was last given back.
    private(set) var idleSince: UInt64 = 0
    /// Told once: ready to be written to, or never going to be.
    var whenReady: ((Result<UpstreamHandler, GatewayFailure>) -> Void)?

    private static let mostInterims = 16

    init(pool: UpstreamPool, shard: Shard, usesTLS: Bool) {
        self.pool = pool
        self.shard = shard
        self.usesTLS = usesTLS
    }

    var pendingBytes: Int { self.context?.pendingBytes ?? 0 }

    var isWritable: Bool { self.context?.channel.isWritable ?? false }

    // MARK: - The exchange's side

    /// Lends the channel to an exchange.
    func begin(_ exchange: DownstreamHandler, isHead: Bool) {
        self.exchange = exchange
        self.requestIsHead = isHead
        self.keepsAlive = true
        self.state = .head(interims: 0)
    }

    func write(_ buffer: ByteBuffer) { self.context?.write(self.wrapOutboundOut(buffer), promise: nil) }

    func flush() { self.context?.flush() }

    /// The exchange is over on its side before the response was: the channel is of no further use.
    func abandon() {
        self.exchange = nil
        self.context?.close(promise: nil)
    }

    func setReading(_ reads: Bool) {
        guard self.isPaused == reads else { return }
        self.isPaused = !reads
        try? self.context?.channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    /// Gives the channel back, or closes it when it cannot carry another exchange.
    func release(reusable: Bool) {
        self.exchange = nil
        self.state = .idle
        self.setReading(true)
        guard reusable, self.keepsAlive, !self.hasFailed, let context = self.context, context.channel.isActive else {
            self.context?.close(promise: nil)
            return
        }
        self.served += 1
        self.idleSince = self.shard.tick
        self.pool.giveBack(self)
    }

    // MARK: - The channel's side

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        self.pool.connected()
        if !self.usesTLS { self.ready(.success(self)) }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted = event { self.ready(.success(self)) }
        context.fireUserInboundEventTriggered(event)
    }

    private func ready(_ result: Result<UpstreamHandler, GatewayFailure>) {
        let whenReady = self.whenReady
        self.whenReady = nil
        whenReady?(result)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = self.unwrapInboundIn(data)
        guard self.exchange != nil else {
            // Unasked bytes on an idle channel would be read as the next exchange's response.
            self.pool.removeIdle(self)
            context.close(promise: nil)
            return
        }
        if var held = self.inbound {
            held.writeBuffer(&buffer)
            self.inbound = nil
            self.receive(held)
        } else {
            self.receive(buffer)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.exchange?.flushResponse()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { self.exchange?.upstreamBecameWritable() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.hasFailed = true
        if self.usesTLS { self.ready(.failure(.upstreamTLSFailed)) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.pool.release()
        self.ready(.failure(self.usesTLS ? .upstreamTLSFailed : .upstreamUnreachable))
        guard let exchange = self.exchange else {
            self.pool.removeIdle(self)
            return context.fireChannelInactive()
        }
        self.exchange = nil
        if case .body(let scanner) = self.state, scanner.endsWithChannel, !self.hasFailed {
            exchange.responseEnded(reusable: false, self)
        } else {
            let isBeforeFirstByte: Bool
            if case .head(0) = self.state { isBeforeFirstByte = self.inbound == nil } else { isBeforeFirstByte = false }
            exchange.upstreamDied(beforeFirstByte: isBeforeFirstByte, wasReused: self.served > 0)
        }
        context.fireChannelInactive()
    }

    // MARK: - Responses

    private func receive(_ received: ByteBuffer) {
        var buffer = received
        while let exchange = self.exchange {
            switch self.state {
            case .idle: return
            case .head(let interims):
                guard self.receiveHead(&buffer, exchange, interims) else { return }
            case .body(var scanner):
                exchange.relayBody(&buffer, &scanner)
                self.state = .body(scanner)
                guard scanner.hasEnded else { return }
                // Bytes behind a response that has ended belong to nothing.
                if buffer.readableBytes > 0 { self.keepsAlive = false }
                let reusable = self.keepsAlive
                return exchange.responseEnded(reusable: reusable, self)
            }
        }
    }

    /// Reads one head; false when there is nothing more to do with the bytes.
    private func receiveHead(_ buffer: inout ByteBuffer, _ exchange: DownstreamHandler, _ interims: Int) -> Bool {
        let outcome = self.shard.responseParser.parse(buffer.readableBytesUInt8Span, toHead: self.requestIsHead)
        switch outcome {
        case .needMore:
            self.inbound = buffer.readableBytes > 0 ? buffer : nil
            return false
        case .refused:
            exchange.fail(.upstreamProtocolError)
            return false
        case .complete(let head) where head.isInterim:
            guard interims < Self.mostInterims else {
                exchange.fail(.upstreamProtocolError)
                return false
            }
            exchange.relayInterim(buffer, head)
            buffer.moveReaderIndex(forwardBy: head.end)
            self.state = .head(interims: interims + 1)
            guard buffer.readableBytes > 0 else { return false }
            return true
        case .complete(let head):
            self.keepsAlive = head.keepsAlive
            self.state = .body(BodyScanner(head.framing))
            exchange.relayHead(buffer, head)
            buffer.moveReaderIndex(forwardBy: head.end)
            return true
        }
    }
}
