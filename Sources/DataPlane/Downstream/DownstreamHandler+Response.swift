//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Steps 7 to 9: the response comes down, and the channels are free again.
extension DownstreamHandler {
    /// An interim response: 100 is ours to give, the others are relayed to callers that know them (RFC 9110 section 15.2).
    func relayInterim(_ bytes: Span<UInt8>, _ head: ResponseHead) {
        self.deadline.progress(self.shard)
        guard head.status != 100, self.requestVersion == .http11,
            let rewriter = self.rewriter(closes: false, framing: .asUpstream)
        else { return }
        self.shard.scratch.clear()
        rewriter.write(bytes, head, self.shard.responseParser.section, into: self.shard.scratch)
        self.writeScratch()
    }

    /// The response's head, rewritten; it waits for the first bytes of the body so that both leave in one write.
    func relayHead(_ bytes: Span<UInt8>, _ head: ResponseHead) {
        let isOld = self.requestVersion == .http10
        self.framing = .asUpstream
        var closes = self.shard.isDraining
        self.endsWithChannel = isOld && (head.framing == .close || head.framing == .chunked)
        switch head.framing {
        case .close where isOld: closes = true
        case .close: self.framing = .chunking
        case .chunked where isOld:
            self.framing = .dechunking
            closes = true
        case .none, .length, .chunked: break
        }
        self.machine.responseWillStart(closes: closes)
        if self.heldBody != nil { self.heldBody = nil }
        if let captured = self.captured, !captured.begin(head, bytes, self.shard.responseParser.section) {
            self.captured = nil
        }
        self.deadline.set(.progress, self.shard)
        guard var rewriter = self.rewriter(closes: self.machine.closesAfterResponse, framing: self.framing) else {
            return
        }
        if (300..<400).contains(head.status) { rewriter.requestPath = self.upstreamPath() }
        self.shard.scratch.clear()
        rewriter.write(bytes, head, self.shard.responseParser.section, into: self.shard.scratch)
        self.isHeadStaged = true
        self.notes.status = UInt16(truncatingIfNeeded: head.status)
    }

    /// The path that went up, read again from the head: only redirects need it.
    private func upstreamPath() -> [UInt8] {
        guard case .vendor(let connection, let destination) = self.plan else { return [0x2F] }
        let kept = self.head
        guard case .complete(let parsed) = self.shard.requestParser.parse(kept.span),
            case .passthrough(_, let rest, let query) = Route.read(kept.span, parsed.target),
            case .success(let target) = PassthroughTarget.read(
                kept.span, rest: rest, query: query, section: self.shard.requestParser.section)
        else { return [0x2F] }
        let buffer = OutputBuffer()
        target.write(kept.span, destination: destination, connection: connection, into: buffer)
        return Array(buffer.bytes.prefix { $0 != 0x3F })
    }

    private func rewriter(closes: Bool, framing: DownstreamFraming) -> ResponseRewriter? {
        let origin: ResponseRewriter.Origin
        switch self.plan {
        case .vendor(let connection, let destination): origin = .vendor(connection, destination)
        case .control: origin = .control
        case nil: return nil
        }
        let now = self.shard.now
        return ResponseRewriter(
            origin: origin, requestID: self.requestID, upstreamTime: now.milliseconds(since: self.sentAt),
            totalTime: now.milliseconds(since: self.startedAt), framing: framing,
            announcesKeepAlive: self.requestVersion == .http10, closes: closes)
    }

    /// Body bytes from upstream, verified and passed on; returns how many belong to it.
    func relayBody(_ bytes: Span<UInt8>, _ scanner: inout BodyScanner) -> Int {
        self.deadline.progress(self.shard)
        let taken: Int
        switch self.framing {
        case .asUpstream:
            let scan = scanner.scan(bytes, from: 0)
            guard scan.refusal == nil else { return self.failBody(bytes) }
            self.writeBody(bytes.extracting(..<scan.end))
            self.writeBody(scan.trailer.span)
            taken = scan.taken
        case .chunking:
            let scan = scanner.scan(bytes, from: 0)
            self.writeChunk(bytes.extracting(..<scan.end))
            taken = scan.end
        case .dechunking:
            guard let count = self.relayContent(bytes, &scanner) else { return self.failBody(bytes) }
            taken = count
        }
        self.notes.responseBytes &+= Int64(taken)
        if let captured = self.captured { captured.takeResponse(bytes.extracting(..<taken)) }
        self.writeStagedHead()
        if let channel = self.channel, !channel.isWritable { self.upstream?.setReading(false) }
        return taken
    }

    private func failBody(_ bytes: Span<UInt8>) -> Int {
        self.fail(.upstreamProtocolError)
        return bytes.count
    }

    private func writeChunk(_ content: Span<UInt8>) {
        guard !content.isEmpty else { return }
        self.writeBody(Array("\(String(content.count, radix: 16))\r\n".utf8).span)
        self.writeBody(content)
        self.writeBody("\r\n".utf8Span.span)
    }

    /// Nil when the chunks are none.
    private func relayContent(_ bytes: Span<UInt8>, _ scanner: inout BodyScanner) -> Int? {
        var taken = 0
        while taken < bytes.count, !scanner.hasEnded {
            let content = scanner.nextContent(bytes, from: taken)
            guard content.refusal == nil else { return nil }
            self.writeBody(bytes.extracting(content.range.range))
            taken = content.taken
        }
        return taken
    }

    /// Small bytes are copied behind a head that waits, so that one write carries both.
    private func writeBody(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        if self.isHeadStaged, bytes.count <= Self.mostCopied { return self.shard.scratch.write(bytes) }
        self.writeStagedHead()
        self.write(bytes)
    }

    func writeStagedHead() {
        guard self.isHeadStaged else { return }
        self.isHeadStaged = false
        self.writeScratch()
    }

    /// The response is complete; `reusable` says that nothing about the upstream channel is in doubt.
    func responseEnded(reusable: Bool, _ upstream: UpstreamHandler) {
        if self.framing == .chunking { self.writeBody("0\r\n\r\n".utf8Span.span) }
        self.writeStagedHead()
        self.upstream = nil
        upstream.release(reusable: reusable && self.machine.requestEnded)
        self.record(.complete)
        switch self.machine.responseEnded() {
        case .next: self.awaitNextRequest()
        case .close: self.closeAfterFlush()
        }
    }

    /// The channel is between requests: a later one may be here already.
    func awaitNextRequest() {
        self.plan = nil
        self.head.removeAll(keepingCapacity: true)
        self.deadline.set(.idle, self.shard)
        self.resumeReading()
        self.resumeHeld()
    }

    /// Begins what waits, if the channel is between requests.
    func resumeHeld() {
        guard !self.inbound.isEmpty, self.machine.stage == .idle, !self.isBeginning else { return }
        self.beginHeld()
    }
}
