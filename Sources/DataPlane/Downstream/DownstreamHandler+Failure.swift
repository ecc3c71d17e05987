//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
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

    func fail(_ failure: GatewayFailure, message: StaticString? = nil) {
        self.endBodyThatIsHere()
        if self.isHeadStaged {
            self.isHeadStaged = false
            self.machine.responseWasWithheld()
        }
        self.run(self.machine.fail(failure), of: failure, message: message)
    }

    func upstreamDied(beforeFirstByte: Bool, wasReused: Bool) {
        self.upstream = nil
        self.run(
            self.machine.upstreamDied(
                beforeFirstByte: beforeFirstByte, wasReused: wasReused, failure: .upstreamClosedEarly),
            of: .upstreamClosedEarly)
    }

    private func run(_ action: ExchangeMachine.Action, of failure: GatewayFailure, message: StaticString? = nil) {
        switch action {
        case .none: break
        case .retry:
            self.shard.counters.retries &+= 1
            self.admitAgain(on: nil)
        case .cut: self.cut(failure)
        case .answer(let failure, let closes): self.answer(failure, message: message, closes: closes)
        }
    }

    private func answer(_ failure: GatewayFailure, message: StaticString?, closes: Bool) {
        self.shard.counters.count(failure)
        self.record(.complete, failure)
        self.isHeadStaged = false
        self.heldBody = nil
        let upstream = self.upstream
        self.upstream = nil
        upstream?.abandon()
        let closes = closes || self.shard.isDraining
        let now = self.shard.now
        let response = FailureResponse(
            failure: failure, message: message, requestID: self.requestID, closes: closes,
            isHead: self.requestIsHead, totalTime: now.milliseconds(since: self.startedAt),
            upstreamTime: self.wasSent ? now.milliseconds(since: self.sentAt) : nil)
        self.shard.scratch.clear()
        response.write(into: self.shard.scratch)
        self.writeScratch()
        guard closes else { return self.awaitNextRequest() }
        self.machine.startClosing()
        self.closeAfterFlush()
    }

    /// A small body that has arrived with its head does not cost the caller its channel.
    private func endBodyThatIsHere() {
        guard self.machine.stage == .admitting || self.machine.stage == .connecting, !self.requestBody.hasEnded,
            !self.inbound.isEmpty
        else { return }
        let scan = self.requestBody.scan(self.inbound.span, from: 0)
        guard scan.refusal == nil, self.requestBody.hasEnded else { return }
        self.inbound.removeFirst(scan.taken)
        self.machine.requestBodyEnded()
    }

    /// Ends a response that cannot be completed: the caller must see a cut, never an end.
    private func cut(_ failure: GatewayFailure) {
        self.record(.cut, failure)
        let upstream = self.upstream
        self.upstream = nil
        upstream?.abandon()
        self.shard.counters.cuts &+= 1
        // The missing end tells the caller. Without framing only a reset can.
        if self.endsWithChannel { self.channel?.reset() } else { self.channel?.close() }
    }

    /// Closes once everything is out, and listens on for a moment so that the caller can read it (RFC 9112 section 9.6).
    func closeAfterFlush() {
        self.inbound = []
        self.setReading(true)
        self.deadline.set(.flush, self.shard)
        self.channel?.finish()
    }

    func outputEnded() { self.deadline.set(.linger, self.shard) }
}
