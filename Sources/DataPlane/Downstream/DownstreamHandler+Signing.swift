//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Requests that are signed one by one: the head as it leaves, and often the body, goes into the signature.
extension DownstreamHandler {
    /// Whether the head cannot be signed before the whole body is here.
    func needsBody(
        _ head: RequestHead, _ bytes: Span<UInt8>, _ plan: ExchangePlan, _ target: PassthroughTarget,
        _ signer: RequestSigner
    ) -> Bool {
        guard !self.requestBody.hasEnded, case .vendor(let connection, let destination) = plan else { return false }
        self.shard.scratch.clear()
        RequestRewriter(connection: connection, destination: destination, target: target)
            .writeLines(bytes, head, self.shard.requestParser.section, into: self.shard.scratch)
        return self.shard.scratch.withSpan { signer.bodyUse(of: $0, to: destination.base) == .whole }
    }

    /// Holds the body until all of it is here, then sends the request.
    ///
    /// Returns how many bytes of `rest` were taken.
    func collectBody(
        _ head: RequestHead, _ bytes: Span<UInt8>, _ rest: Span<UInt8>, plan: ExchangePlan,
        target: PassthroughTarget, on leased: UpstreamHandler?
    ) -> Int {
        self.returnUnused(leased)
        let most = self.shard.configuration.signedBodyBytes
        if case .length(let length) = head.framing, length > most {
            return self.refuse(.bodyTooLarge, rest, nil, message: Self.tooLongToBeSigned)
        }
        let body = HeldBody(most: most)
        self.heldBody = body
        self.machine.waitForBody()
        self.deadline.set(.progress, self.shard)
        if rest.isEmpty, head.expectsContinue { self.write("HTTP/1.1 100 Continue\r\n\r\n".utf8Span.span) }
        guard let taken = self.keepBody(rest, in: body) else { return rest.count }
        let others = rest.extracting(taken...)
        if body.isTooLong {
            return taken + self.refuse(.bodyTooLarge, others, nil, message: Self.tooLongToBeSigned)
        }
        guard self.requestBody.hasEnded else {
            self.resumeReading()
            return taken
        }
        self.machine.bodyIsHere()
        return taken + self.send(head, bytes, others, plan: plan, target: target, on: nil)
    }

    private static var tooLongToBeSigned: StaticString {
        "The body is longer than this server holds, and the vendor's signature covers all of it."
    }

    /// Writes the head with its signature into the shard's scratch buffer; false when that is not possible.
    func stageSignedHead(
        _ head: RequestHead, _ bytes: Span<UInt8>, _ rewriter: RequestRewriter, _ signer: RequestSigner
    ) -> Bool {
        let scratch = self.shard.scratch
        rewriter.writeLines(bytes, head, self.shard.requestParser.section, into: scratch)
        let body = self.requestBody.hasEnded ? self.heldBody.map { $0.content(head.framing) } ?? [] : nil
        var generator = SystemRandomNumberGenerator()
        let moment = SigningMoment(seconds: Timestamp.now().milliseconds / 1000, using: &generator)
        let base = rewriter.destination.base
        guard let lines = scratch.withSpan({ signer.lines(for: $0, to: base, body: body, at: moment) }) else {
            return false
        }
        scratch.write(lines)
        scratch.write("\r\n")
        return true
    }

    /// Writes a body that was held; one that will not have to go up again is not held any longer.
    func sendHeld(_ body: HeldBody, _ upstream: UpstreamHandler) {
        let bytes = body.bytes
        upstream.write(bytes.span)
        if case .vendor(let connection, _) = self.plan, connection.isRefreshable { return }
        self.heldBody = nil
    }

    /// Bytes while the exchange waits with its body in hand: they belong to the body, or to a later request.
    func receiveWhileHolding(_ bytes: Span<UInt8>) {
        guard !self.requestBody.hasEnded, let body = self.heldBody else { return self.hold(bytes) }
        self.deadline.progress(self.shard)
        guard let taken = self.keepBody(bytes, in: body) else { return }
        // What may begin a later request is put away before anything is done that ends this one.
        if taken < bytes.count { self.hold(bytes.extracting(taken...)) }
        if self.machine.stage == .collecting {
            self.signIfPossible(body)
        } else if body.isTooLong {
            self.relayRefusal()
        } else {
            self.replayIfPossible()
        }
    }

    private func signIfPossible(_ body: HeldBody) {
        if body.isTooLong { return self.fail(.bodyTooLarge, message: Self.tooLongToBeSigned) }
        guard self.requestBody.hasEnded else { return }
        self.machine.bodyIsHere()
        self.admitAgain(on: nil)
    }

    /// Keeps what belongs to the body and returns how much that was; `nil` when the exchange failed over it.
    private func keepBody(_ bytes: Span<UInt8>, in body: HeldBody) -> Int? {
        let scan = self.requestBody.scan(bytes, from: 0)
        self.bodyBytes += Int64(scan.taken)
        if let refusal = scan.refusal {
            self.refuse(refusal)
            return nil
        }
        if let captured = self.captured { captured.takeRequest(bytes.extracting(..<scan.taken)) }
        body.append(bytes.extracting(..<scan.end), scan.trailer.span)
        if let most = self.shard.configuration.maxBodyBytes, self.bodyBytes > most {
            self.fail(.bodyTooLarge)
            return nil
        }
        if self.requestBody.hasEnded { self.machine.requestBodyEnded() }
        return scan.taken
    }
}
