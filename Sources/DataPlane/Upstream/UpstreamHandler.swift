//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// One channel to an upstream: reads responses, verifies their framing and hands them to the exchange that owns it.
///
/// Called on its loop only. Whatever the vendor sends, the channel is either given back in a state that was proved
/// (response complete, nothing behind it) or closed.
final class UpstreamHandler: ChannelHandler {
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
    private var channel: SocketChannel?
    private var state = State.idle
    private var exchange: DownstreamHandler?
    /// The beginning of a head.
    private var inbound: [UInt8] = []
    /// Whether `inbound` holds a whole head, and whatever came behind it, until the exchange has decided about it.
    @exclusivity(unchecked) private var isHeld = false
    /// How the channel ended while a response was held.
    private var endWhileHeld: ChannelClosing?
    @exclusivity(unchecked) private var requestIsHead = false
    @exclusivity(unchecked) private var keepsAlive = true
    /// Exchanges completed on this channel.
    @exclusivity(unchecked) private(set) var served = 0
    /// The shard's tick when the channel was last given back.
    @exclusivity(unchecked) private(set) var idleSince: UInt64 = 0
    /// Told once: ready to be written to, or never going to be.
    private var whenReady: ((Result<UpstreamHandler, ChannelFailure>) -> Void)?

    private static var mostInterims: Int { 16 }
    /// Bytes of a held response before reading stops.
    private static var mostHeld: Int { 64 * 1024 }

    /// Takes over a channel that is being connected.
    init(
        _ channel: SocketChannel, pool: UpstreamPool, shard: Shard, usesTLS: Bool,
        whenReady: @escaping (Result<UpstreamHandler, ChannelFailure>) -> Void
    ) {
        self.channel = channel
        self.pool = pool
        self.shard = shard
        self.usesTLS = usesTLS
        self.whenReady = whenReady
        pool.connected()
        channel.handler = self
    }

    var pendingBytes: Int { self.channel?.pendingBytes ?? 0 }

    var isWritable: Bool { self.channel?.isWritable ?? false }

    // MARK: - The exchange's side

    /// Lends the channel to an exchange.
    func begin(_ exchange: DownstreamHandler, isHead: Bool) {
        self.exchange = exchange
        self.requestIsHead = isHead
        self.keepsAlive = true
        self.state = .head(interims: 0)
    }

    func write(_ bytes: Span<UInt8>) { self.channel?.write(bytes) }

    /// Writes what the shard's scratch buffer holds.
    func writeScratch() { self.channel?.write(self.shard.scratch) }

    /// The exchange is over on its side before the response was: the channel is of no further use.
    func abandon() {
        self.exchange = nil
        self.channel?.close()
    }

    func setReading(_ reads: Bool) {
        guard !self.isHeld else { return }
        self.channel?.setReading(reads)
    }

    /// Gives the channel back, or closes it when it cannot carry another exchange.
    func release(reusable: Bool) {
        self.exchange = nil
        self.state = .idle
        self.setReading(true)
        guard reusable, self.keepsAlive, let channel = self.channel, channel.isWritable, channel.isQuiet else {
            self.channel?.close()
            return
        }
        self.served += 1
        self.idleSince = self.shard.tick
        self.pool.giveBack(self)
        self.shard.channelIsFree(self.pool)
    }

    /// Relays the response that is held, and what comes behind it.
    func relayHeld() {
        let held = self.takeHeld()
        self.setReading(true)
        self.receive(held.span)
        guard let cause = self.endWhileHeld else { return }
        self.endWhileHeld = nil
        self.endExchange(cause)
    }

    /// Gives up the response that is held; the channel lives only if all of both went over it and nothing else.
    func dropHeld(requestWasSent: Bool) {
        let held = self.takeHeld()
        var isComplete = false
        if requestWasSent,
            case .complete(let head) = self.shard.responseParser.parse(
                held.span, toHead: self.requestIsHead)
        {
            self.keepsAlive = head.keepsAlive
            var scanner = BodyScanner(head.framing)
            let scan = scanner.scan(held.span, from: head.end)
            isComplete = scan.refusal == nil && scanner.hasEnded && scan.taken == held.count
        }
        self.release(reusable: isComplete)
    }

    private func takeHeld() -> [UInt8] {
        self.isHeld = false
        var held: [UInt8] = []
        swap(&held, &self.inbound)
        return held
    }

    func giveMemoryBack() { self.channel?.giveMemoryBack() }

    // MARK: - The channel's side

    func channelIsReady() { self.ready(.success(self)) }

    private func ready(_ result: Result<UpstreamHandler, ChannelFailure>) {
        let whenReady = self.whenReady
        self.whenReady = nil
        whenReady?(result)
    }

    func received(_ bytes: Span<UInt8>) {
        guard self.exchange != nil else {
            // Unasked bytes on an idle channel would be read as the next exchange's response.
            self.pool.removeIdle(self)
            self.channel?.close()
            return
        }
        guard !self.inbound.isEmpty else { return self.receive(bytes) }
        guard !self.isHeld else { return self.hold(bytes) }
        var held: [UInt8] = []
        swap(&held, &self.inbound)
        bytes.withUnsafeBufferPointer { held.append(contentsOf: $0) }
        self.receive(held.span)
    }

    /// Keeps bytes of a response that waits; beyond a bound the vendor waits too.
    private func hold(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self.inbound.append(contentsOf: $0) }
        if self.inbound.count > Self.mostHeld { self.channel?.setReading(false) }
    }

    func becameWritable() { self.exchange?.upstreamBecameWritable() }

    func outputEnded() {}

    func closed(_ cause: ChannelClosing) {
        self.channel = nil
        self.pool.release()
        self.shard.channelIsFree(self.pool)
        self.ready(.failure(ChannelFailure(cause, usesTLS: self.usesTLS)))
        guard self.exchange != nil else { return self.pool.removeIdle(self) }
        if self.isHeld { self.endWhileHeld = cause } else { self.endExchange(cause) }
    }

    /// The channel has closed under the exchange, if there still is one.
    private func endExchange(_ cause: ChannelClosing) {
        guard let exchange = self.exchange else { return }
        self.exchange = nil
        if case .body(let scanner) = self.state, scanner.endsWithChannel, case .peer = cause {
            exchange.responseEnded(reusable: false, self)
        } else {
            let isBeforeFirstByte: Bool
            if case .head(0) = self.state {
                isBeforeFirstByte = self.inbound.isEmpty
            } else {
                isBeforeFirstByte = false
            }
            exchange.upstreamDied(beforeFirstByte: isBeforeFirstByte, wasReused: self.served > 0)
        }
    }

    // MARK: - Responses

    private func receive(_ bytes: Span<UInt8>) {
        var position = 0
        while let exchange = self.exchange {
            let rest = bytes.extracting(position...)
            switch self.state {
            case .idle: return
            case .head(let interims):
                guard let end = self.receiveHead(rest, exchange, interims) else { return }
                position += end
            case .body(var scanner):
                position += exchange.relayBody(rest, &scanner)
                guard self.exchange != nil else { return }
                self.state = .body(scanner)
                guard scanner.hasEnded else { return }
                // Bytes behind a response that has ended belong to nothing.
                if position < bytes.count { self.keepsAlive = false }
                return exchange.responseEnded(reusable: self.keepsAlive, self)
            }
        }
    }

    /// Reads one head and returns where it ends; `nil` when there is nothing more to do with the bytes.
    private func receiveHead(_ bytes: Span<UInt8>, _ exchange: DownstreamHandler, _ interims: Int) -> Int? {
        switch self.shard.responseParser.parse(bytes, toHead: self.requestIsHead) {
        case .needMore:
            bytes.withUnsafeBufferPointer { self.inbound.append(contentsOf: $0) }
            return nil
        case .refused:
            exchange.fail(.upstreamProtocolError)
            return nil
        case .complete(let head) where head.isInterim:
            guard interims < Self.mostInterims else {
                exchange.fail(.upstreamProtocolError)
                return nil
            }
            exchange.relayInterim(bytes, head)
            self.state = .head(interims: interims + 1)
            return head.end < bytes.count ? head.end : nil
        case .complete(let head) where head.status == 401 && exchange.holdsRefusal():
            self.isHeld = true
            self.hold(bytes)
            exchange.refusalIsHeld()
            return nil
        case .complete(let head):
            self.keepsAlive = head.keepsAlive
            self.state = .body(BodyScanner(head.framing))
            exchange.relayHead(bytes, head)
            return head.end
        }
    }
}

/// Why a channel to an upstream did not come to be.
enum ChannelFailure: Error {
    /// The system's answer to the attempt.
    case system(SystemError)
    case tls
    /// It was given up here.
    case abandoned

    init(_ cause: ChannelClosing, usesTLS: Bool) {
        switch cause {
        case .here: self = .abandoned
        case .peer: self = .tls
        case .failed(let error): self = .system(error)
        case .tls: self = .tls
        }
    }
}
