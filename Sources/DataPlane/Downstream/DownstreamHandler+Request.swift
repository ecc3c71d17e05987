//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import Wire

/// Steps 5 to 7: the rewritten head and the body go up.
extension DownstreamHandler {
    /// Sends an admitted head on `leased`, an idle channel, or one that is dialled first.
    func send(
        _ head: RequestHead, _ span: Span<UInt8>, plan: ExchangePlan, target: PassthroughTarget?,
        on leased: UpstreamHandler?
    ) {
        let pool: UpstreamPool
        switch plan {
        case .vendor(_, let destination): pool = destination.pool
        case .control: pool = self.shard.controlPool
        }
        var upstream = leased
        if let leased = leased, leased.pool !== pool {
            self.returnUnused(leased)
            upstream = nil
        }
        guard let upstream = upstream ?? pool.lease() else { return self.dial(pool) }
        self.shard.counters.countLease(reused: upstream.served > 0)
        self.plan = plan
        self.machine.channelWasLeased()
        self.upstream = upstream
        upstream.begin(self, isHead: head.isHead)
        self.shard.scratch.clear()
        switch plan {
        case .vendor(let connection, let destination):
            guard let target = target else { return self.fail(.pathInvalid) }
            RequestRewriter(connection: connection, destination: destination, target: target)
                .write(span, head, self.shard.requestParser.section, into: &self.shard.scratch)
        case .control:
            ControlRequest(requestID: self.requestID, callerAddress: self.context?.remoteAddress)
                .write(span, head, self.shard.requestParser.section, into: &self.shard.scratch)
        }
        self.sentAt = .now()
        if case .vendor = plan { self.wasSent = true }
        self.sendBody(behindHead: head)
    }

    private func dial(_ pool: UpstreamPool) {
        guard pool.reserve() else { return self.fail(.overloaded) }
        self.machine.waitForChannel()
        self.deadline.set(.none, self.shard)
        let number = self.exchangeNumber
        Dial.start(pool, shard: self.shard) { result in
            let isStale = self.exchangeNumber != number || self.machine.stage != .connecting
            switch result {
            case .success(let upstream) where isStale: self.returnUnused(upstream)
            case .success(let upstream):
                self.machine.channelIsReady()
                self.admit(on: upstream)
                self.upstream?.flush()
            case .failure where isStale: break
            case .failure(let failure): self.fail(failure)
            }
        }
    }

    /// Writes the head, with the beginning of the body behind it if that is here already.
    private func sendBody(behindHead head: RequestHead) {
        guard !self.requestBody.hasEnded else {
            self.upstream?.write(self.shard.scratch)
            return self.deadline.set(.firstByte, self.shard)
        }
        let held = self.inbound
        self.inbound = nil
        if held == nil, head.expectsContinue {
            self.write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
            self.context?.flush()
        }
        self.deadline.set(.progress, self.shard)
        guard let held = held, held.readableBytes <= ReceiveBuffers.mostCopied else {
            self.upstream?.write(self.shard.scratch)
            if let held = held { self.receiveWhileExchanging(held) }
            return
        }
        self.forwardBody(held, behindHead: true)
        self.resumeIfPossible()
    }

    /// Bytes during an exchange: its body, then perhaps the next request, which waits.
    func receiveWhileExchanging(_ buffer: ByteBuffer) {
        guard !self.requestBody.hasEnded else { return self.hold(buffer) }
        self.deadline.progress(self.shard)
        self.forwardBody(buffer, behindHead: false)
        self.resumeIfPossible()
    }

    private func forwardBody(_ buffer: ByteBuffer, behindHead: Bool) {
        let scan = self.requestBody.scan(buffer.readableBytesUInt8Span, from: 0)
        self.bodyBytes += Int64(scan.taken)
        if behindHead {
            if scan.refusal == nil {
                var verified = buffer
                if let slice = verified.readSlice(length: scan.end) { self.shard.scratch.writeImmutableBuffer(slice) }
                self.shard.scratch.writeBytes(scan.trailer)
                self.upstream?.write(self.shard.scratch)
            }
        } else if scan.refusal == nil {
            var verified = buffer
            if scan.end > 0, let slice = verified.readSlice(length: scan.end) { self.upstream?.write(slice) }
            if !scan.trailer.isEmpty { self.upstream?.write(ByteBuffer(bytes: scan.trailer)) }
        }
        if let refusal = scan.refusal { return self.refuse(refusal) }
        if let most = self.shard.configuration.maxBodyBytes, self.bodyBytes > most { return self.fail(.bodyTooLarge) }
        guard self.requestBody.hasEnded else { return }
        self.machine.requestBodyEnded()
        self.deadline.set(self.machine.responseStarted ? .progress : .firstByte, self.shard)
        var rest = buffer
        rest.moveReaderIndex(forwardBy: scan.taken)
        if rest.readableBytes > 0 { self.hold(rest) }
    }

    /// Reads on only while the upstream takes what was read (backpressure upwards).
    private func resumeIfPossible() {
        guard self.machine.stage == .exchanging, let upstream = self.upstream else { return }
        self.setReading(upstream.isWritable && (self.inbound?.readableBytes ?? 0) <= Self.mostHeldBytes)
    }

    func upstreamBecameWritable() {
        self.deadline.progress(self.shard)
        self.resumeIfPossible()
    }
}
