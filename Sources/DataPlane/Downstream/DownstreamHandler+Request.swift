//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Steps 5 to 7: the rewritten head and the body go up.
extension DownstreamHandler {
    /// Sends an admitted head on `leased`, an idle channel, or one that is dialled first.
    ///
    /// Returns how many bytes of `rest`, which stands behind the head, were taken.
    func send(
        _ head: RequestHead, _ bytes: Span<UInt8>, _ rest: Span<UInt8>, plan: ExchangePlan,
        target: PassthroughTarget?, on leased: UpstreamHandler?
    ) -> Int {
        let pool: UpstreamPool
        switch plan {
        case .vendor(let connection, let destination):
            if let signer = connection.signer, let target = target,
                self.needsBody(head, bytes, plan, target, signer)
            {
                return self.collectBody(head, bytes, rest, plan: plan, target: target, on: leased)
            }
            pool = destination.pool
        case .control: pool = self.shard.controlPool
        }
        var upstream = leased
        if let leased = leased, leased.pool !== pool {
            self.returnUnused(leased)
            upstream = nil
        }
        if upstream == nil, !pool.hasWaiters { upstream = pool.lease() }
        guard let upstream = upstream else {
            return self.waitForChannel(pool) ? 0 : self.refuse(.overloaded, rest, nil)
        }
        self.lease(upstream, plan, isHead: head.isHead)
        self.beginCapturing(head, bytes, plan)
        guard self.stageHead(head, bytes, plan, target) else { return self.refuse(.overloaded, rest, nil) }
        return self.sendBody(head, rest, upstream)
    }

    private func lease(_ upstream: UpstreamHandler, _ plan: ExchangePlan, isHead: Bool) {
        self.plan = plan
        self.machine.channelWasLeased()
        self.upstream = upstream
        upstream.begin(self, isHead: isHead)
        self.sentAt = self.shard.now
        guard case .vendor = plan else { return }
        self.wasSent = true
        self.shard.counters.countLease(reused: upstream.served > 0)
    }

    /// Keeps the beginnings of bodies where the connection says so.
    private func beginCapturing(_ head: RequestHead, _ bytes: Span<UInt8>, _ plan: ExchangePlan) {
        guard case .vendor(let connection, _) = plan, connection.capture != .off, self.captured == nil else { return }
        let captured = CapturedBodies(connection.capture, head.framing, bytes, self.shard.requestParser.section)
        let held = self.heldBody?.bytes ?? []
        captured.takeRequest(held.span)
        self.captured = captured
    }

    /// Writes the head into the shard's scratch buffer; false when it cannot be signed.
    private func stageHead(
        _ head: RequestHead, _ bytes: Span<UInt8>, _ plan: ExchangePlan, _ target: PassthroughTarget?
    ) -> Bool {
        self.shard.scratch.clear()
        switch plan {
        case .vendor(let connection, let destination):
            guard let target = target else { return true }
            let rewriter = RequestRewriter(connection: connection, destination: destination, target: target)
            if let signer = connection.signer { return self.stageSignedHead(head, bytes, rewriter, signer) }
            rewriter.write(bytes, head, self.shard.requestParser.section, into: self.shard.scratch)
        case .control:
            ControlRequest(requestID: self.requestID, callerAddress: self.channel?.peer)
                .write(bytes, head, self.shard.requestParser.section, into: self.shard.scratch)
        }
        return true
    }

    /// Dials, or waits in line where as many channels are open as may be; false when the line is too long.
    private func waitForChannel(_ pool: UpstreamPool) -> Bool {
        if !pool.hasWaiters, pool.reserve() {
            self.dial(pool)
            return true
        }
        let number = self.exchangeNumber
        let isWaiting = pool.wait { upstream in
            let isStale = self.exchangeNumber != number || self.machine.stage != .connecting
            if let upstream = upstream {
                guard !isStale else { return self.returnUnused(upstream) }
                self.machine.channelIsReady()
                self.admitAgain(on: upstream)
            } else if isStale {
                pool.release()
            } else {
                self.dial(pool)
            }
        }
        guard isWaiting else { return false }
        self.machine.waitForChannel()
        self.deadline.set(.channel, self.shard)
        return true
    }

    private func dial(_ pool: UpstreamPool) {
        self.machine.waitForChannel()
        self.deadline.set(.none, self.shard)
        let number = self.exchangeNumber
        Dial.start(pool, shard: self.shard) { result in
            let isStale = self.exchangeNumber != number || self.machine.stage != .connecting
            switch result {
            case .success(let upstream) where isStale: self.returnUnused(upstream)
            case .success(let upstream):
                self.machine.channelIsReady()
                self.admitAgain(on: upstream)
            case .failure where isStale: break
            case .failure(let failure): self.fail(failure)
            }
        }
    }

    /// Writes the head, with the beginning of the body behind it if that is here already.
    private func sendBody(_ head: RequestHead, _ rest: Span<UInt8>, _ upstream: UpstreamHandler) -> Int {
        guard !self.requestBody.hasEnded else {
            upstream.writeScratch()
            if let body = self.heldBody { self.sendHeld(body, upstream) }
            self.deadline.set(.firstByte, self.shard)
            return 0
        }
        if rest.isEmpty, head.expectsContinue { self.write("HTTP/1.1 100 Continue\r\n\r\n".utf8Span.span) }
        self.deadline.set(.progress, self.shard)
        self.beginHoldingBody(head.framing)
        let isSmall = !rest.isEmpty && rest.count <= Self.mostCopied
        if !isSmall { upstream.writeScratch() }
        guard !rest.isEmpty else { return 0 }
        let taken = self.forwardBody(rest, behindHead: isSmall)
        self.resumeIfPossible()
        return taken
    }

    /// Bytes during an exchange: its body, then perhaps the next request, which waits.
    func receiveWhileExchanging(_ bytes: Span<UInt8>) {
        guard !self.requestBody.hasEnded else { return self.hold(bytes) }
        self.deadline.progress(self.shard)
        let taken = self.forwardBody(bytes, behindHead: false)
        if taken < bytes.count { self.hold(bytes.extracting(taken...)) }
        self.resumeIfPossible()
    }

    /// Passes on what belongs to the body; returns how much that was, or all of it when the exchange failed.
    private func forwardBody(_ bytes: Span<UInt8>, behindHead: Bool) -> Int {
        let scan = self.requestBody.scan(bytes, from: 0)
        self.bodyBytes += Int64(scan.taken)
        if let refusal = scan.refusal {
            self.refuse(refusal)
            return bytes.count
        }
        if let captured = self.captured { captured.takeRequest(bytes.extracting(..<scan.taken)) }
        let verified = bytes.extracting(..<scan.end)
        if let body = self.heldBody { body.append(verified, scan.trailer.span) }
        if behindHead {
            self.shard.scratch.write(verified)
            self.shard.scratch.write(scan.trailer)
            self.upstream?.writeScratch()
        } else {
            self.upstream?.write(verified)
            self.upstream?.write(scan.trailer.span)
        }
        if let most = self.shard.configuration.maxBodyBytes, self.bodyBytes > most {
            self.fail(.bodyTooLarge)
            return bytes.count
        }
        guard self.requestBody.hasEnded else { return bytes.count }
        self.machine.requestBodyEnded()
        self.deadline.set(self.machine.responseStarted ? .progress : .firstByte, self.shard)
        return scan.taken
    }

    /// Reads on only while the upstream takes what was read (backpressure upwards).
    func resumeIfPossible() {
        guard self.machine.stage == .exchanging, let upstream = self.upstream else { return }
        self.setReading(upstream.isWritable && self.inbound.count <= self.mostHeldBytes)
    }

    func upstreamBecameWritable() {
        self.deadline.progress(self.shard)
        self.resumeIfPossible()
    }
}
