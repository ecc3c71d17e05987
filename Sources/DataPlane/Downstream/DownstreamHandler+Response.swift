//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import Wire

/// Steps 7 to 9: the response comes down, and the channels are free again.
extension DownstreamHandler {
    /// An interim response: 100 is ours to give, the others are relayed to callers that know them (RFC 9110 section 15.2).
    func relayInterim(_ bytes: ByteBuffer, _ head: ResponseHead) {
        self.deadline.progress(self.shard)
        guard head.status != 100, self.requestVersion == .http11,
            let rewriter = self.rewriter(closes: false, framing: .asUpstream)
        else { return }
        self.shard.scratch.clear()
        rewriter.write(
            bytes.readableBytesUInt8Span, head, self.shard.responseParser.section, into: &self.shard.scratch)
        self.write(self.shard.scratch)
    }

    /// The response's head, rewritten; it waits for the first bytes of the body so that both leave in one write.
    func relayHead(_ bytes: ByteBuffer, _ head: ResponseHead) {
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
        self.deadline.set(.progress, self.shard)
        guard var rewriter = self.rewriter(closes: self.machine.closesAfterResponse, framing: self.framing) else {
            return
        }
        if (300..<400).contains(head.status) { rewriter.requestPath = self.upstreamPath() }
        self.shard.scratch.clear()
        rewriter.write(
            bytes.readableBytesUInt8Span, head, self.shard.responseParser.section, into: &self.shard.scratch)
        self.isHeadStaged = true
        // From here on nothing is sent again.
        self.head = nil
    }

    /// The path that went up, read again from the head: only redirects need it.
    private func upstreamPath() -> [UInt8] {
        guard case .vendor(let connection, let destination) = self.plan, let head = self.head else { return [0x2F] }
        let span = head.readableBytesUInt8Span
        guard case .complete(let parsed) = self.shard.requestParser.parse(span),
            case .passthrough(_, let rest, let query) = Route.read(span, parsed.target),
            case .success(let target) = PassthroughTarget.read(
                span, rest: rest, query: query, section: self.shard.requestParser.section)
        else { return [0x2F] }
        var buffer = ByteBuffer()
        target.write(span, destination: destination, connection: connection, into: &buffer)
        return Array(buffer.readableBytesView.prefix { $0 != 0x3F })
    }

    private func rewriter(closes: Bool, framing: DownstreamFraming) -> ResponseRewriter? {
        let origin: ResponseRewriter.Origin
        switch self.plan {
        case .vendor(let connection, let destination): origin = .vendor(connection, destination)
        case .control: origin = .control
        case nil: return nil
        }
        let now = NIODeadline.now()
        return ResponseRewriter(
            origin: origin, requestID: self.requestID, upstreamTime: (now - self.sentAt).nanoseconds / 1_000_000,
            totalTime: (now - self.startedAt).nanoseconds / 1_000_000, framing: framing,
            announcesKeepAlive: self.requestVersion == .http10, closes: closes)
    }

    /// Body bytes from upstream, verified and passed on; what belongs to it is consumed.
    func relayBody(_ buffer: inout ByteBuffer, _ scanner: inout BodyScanner) {
        self.deadline.progress(self.shard)
        switch self.framing {
        case .asUpstream:
            let scan = scanner.scan(buffer.readableBytesUInt8Span, from: 0)
            if scan.refusal != nil { return self.fail(.upstreamProtocolError) }
            if scan.end > 0, let slice = buffer.readSlice(length: scan.end) { self.writeBody(slice) }
            buffer.moveReaderIndex(forwardBy: scan.taken - scan.end)
            if !scan.trailer.isEmpty { self.writeBody(ByteBuffer(bytes: scan.trailer)) }
        case .chunking:
            let scan = scanner.scan(buffer.readableBytesUInt8Span, from: 0)
            guard scan.end > 0, let slice = buffer.readSlice(length: scan.end) else { break }
            self.writeBody(ByteBuffer.chunkSize(slice.readableBytes))
            self.writeBody(slice)
            self.writeBody(ByteBuffer(string: "\r\n"))
        case .dechunking: self.relayContent(&buffer, &scanner)
        }
        self.writeStagedHead()
        if let channel = self.context?.channel, !channel.isWritable { self.upstream?.setReading(false) }
    }

    private func relayContent(_ buffer: inout ByteBuffer, _ scanner: inout BodyScanner) {
        while buffer.readableBytes > 0, !scanner.hasEnded {
            let content = scanner.nextContent(buffer.readableBytesUInt8Span, from: 0)
            if content.refusal != nil { return self.fail(.upstreamProtocolError) }
            if !content.range.isEmpty,
                let slice = buffer.getSlice(
                    at: buffer.readerIndex + Int(content.range.start), length: content.range.count)
            {
                self.writeBody(slice)
            }
            buffer.moveReaderIndex(forwardBy: content.taken)
        }
    }

    /// Small bytes are copied behind a head that waits, so that one write carries both.
    private func writeBody(_ slice: ByteBuffer) {
        if self.isHeadStaged, slice.readableBytes <= ReceiveBuffers.mostCopied {
            self.shard.scratch.writeImmutableBuffer(slice)
            return
        }
        self.writeStagedHead()
        self.write(slice)
    }

    private func writeStagedHead() {
        guard self.isHeadStaged else { return }
        self.isHeadStaged = false
        self.write(self.shard.scratch)
    }

    func flushResponse() {
        self.writeStagedHead()
        self.context?.flush()
    }

    /// The response is complete; `reusable` says that nothing about the upstream channel is in doubt.
    func responseEnded(reusable: Bool, _ upstream: UpstreamHandler) {
        if self.framing == .chunking { self.writeBody(ByteBuffer(string: "0\r\n\r\n")) }
        self.writeStagedHead()
        self.upstream = nil
        let requestEnded = self.machine.requestEnded
        upstream.release(reusable: reusable && requestEnded)
        switch self.machine.responseEnded() {
        case .next: self.awaitNextRequest()
        case .close: self.closeAfterFlush()
        }
    }

    /// The channel is between requests: a later one may be here already.
    func awaitNextRequest() {
        self.plan = nil
        self.head = nil
        self.deadline.set(.idle, self.shard)
        self.resumeReading()
        // A flush may tell at once that the channel is writable, or that it is closed.
        self.context?.flush()
        guard self.machine.stage == .idle else { return }
        self.resumeHeld()
    }

    /// Begins what waits, if the channel is between requests.
    func resumeHeld() {
        guard self.inbound != nil, !self.isBeginning else { return }
        self.beginHeld()
        self.upstream?.flush()
    }
}
