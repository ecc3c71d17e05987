//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import Wire

/// Answers of our own, and the ways a channel goes down.
extension DownstreamHandler {
    /// Bytes that are not HTTP/1.1 as we accept it.
    func refuse(_ refusal: Refusal) {
        switch refusal {
        case .headTooLarge, .tooManyFields, .trailerTooLarge: self.fail(.headersTooLarge)
        case .connectOrTrace: self.fail(.methodNotAllowed)
        case .target: self.fail(.pathInvalid, message: refusal.message)
        default: self.fail(.headerInvalid, message: refusal.message)
        }
    }

    func fail(_ failure: GatewayFailure, unused leased: UpstreamHandler?) {
        self.returnUnused(leased)
        self.fail(failure)
    }

    func fail(_ failure: GatewayFailure, message: StaticString? = nil) {
        self.endBodyThatIsHere()
        if self.isHeadStaged {
            self.isHeadStaged = false
            self.machine.responseWasWithheld()
        }
        self.run(self.machine.fail(failure), message: message)
    }

    func upstreamDied(beforeFirstByte: Bool, wasReused: Bool) {
        self.upstream = nil
        self.run(
            self.machine.upstreamDied(
                beforeFirstByte: beforeFirstByte, wasReused: wasReused, failure: .upstreamClosedEarly))
    }

    private func run(_ action: ExchangeMachine.Action, message: StaticString? = nil) {
        switch action {
        case .none: break
        case .retry:
            self.shard.counters.retries &+= 1
            self.admit(on: nil)
            self.upstream?.flush()
        case .cut: self.cut()
        case .answer(let failure, let closes): self.answer(failure, message: message, closes: closes)
        }
    }

    private func answer(_ failure: GatewayFailure, message: StaticString?, closes: Bool) {
        self.shard.counters.count(failure)
        self.isHeadStaged = false
        let upstream = self.upstream
        self.upstream = nil
        upstream?.abandon()
        let closes = closes || self.shard.isDraining
        let now = NIODeadline.now()
        let response = FailureResponse(
            failure: failure, message: message, requestID: self.requestID, closes: closes,
            isHead: self.requestIsHead, totalTime: (now - self.startedAt).nanoseconds / 1_000_000,
            upstreamTime: self.wasSent ? (now - self.sentAt).nanoseconds / 1_000_000 : nil)
        self.shard.scratch.clear()
        response.write(into: &self.shard.scratch)
        self.write(self.shard.scratch)
        guard closes else { return self.awaitNextRequest() }
        self.machine.startClosing()
        self.closeAfterFlush()
    }

    /// A small body that has arrived with its head does not cost the caller its channel.
    private func endBodyThatIsHere() {
        guard self.machine.stage == .admitting || self.machine.stage == .connecting, !self.requestBody.hasEnded,
            var held = self.inbound
        else { return }
        let scan = self.requestBody.scan(held.readableBytesUInt8Span, from: 0)
        guard scan.refusal == nil, self.requestBody.hasEnded else { return }
        held.moveReaderIndex(forwardBy: scan.taken)
        self.inbound = held.readableBytes > 0 ? held : nil
        self.machine.requestBodyEnded()
    }

    /// Ends a response that cannot be completed: the caller must see a cut, never an end.
    private func cut() {
        let upstream = self.upstream
        self.upstream = nil
        upstream?.abandon()
        self.shard.counters.cuts &+= 1
        // What was passed on so far goes out; the missing end tells the rest. Without framing only a reset can.
        self.context?.flush()
        if self.endsWithChannel {
            // `struct linger { 1, 0 }`: on, no seconds.
            _ = (self.context?.channel as? any SocketOptionProvider)?
                .unsafeSetSocketOption(level: .socket, name: .so_linger, value: (Int32(1), Int32(0)))
        }
        self.context?.close(promise: nil)
    }

    /// Closes once everything is out, and listens on for a moment so that the caller can read it (RFC 9112 section 9.6).
    func closeAfterFlush() {
        self.inbound = nil
        self.setReading(true)
        self.deadline.set(.flush, self.shard)
        guard let context = self.context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in handler.value.closeAfterLinger() }
        guard !self.usesTLS else {
            return context.writeAndFlush(self.wrapOutboundOut(ByteBuffer()), promise: written)
        }
        context.flush()
        context.close(mode: .output, promise: written)
    }

    private func closeAfterLinger() {
        guard self.usesTLS else { return self.deadline.set(.linger, self.shard) }
        self.context?.close(promise: nil)
    }
}
