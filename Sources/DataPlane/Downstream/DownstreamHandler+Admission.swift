//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import NIOCore
import Wire

/// From bytes to an admitted request: steps 1 to 4 of a request's path (DESIGN section 5).
extension DownstreamHandler {
    /// Bytes between requests: the beginning of a head, a whole one, or several.
    func receiveIdle(_ buffer: ByteBuffer) {
        guard self.inbound != nil else {
            self.inbound = buffer
            return self.beginHeld()
        }
        // A head that did not end with the bytes before cannot end without a line feed.
        let mayEnd = buffer.readableBytesView.contains(.lineFeed)
        self.hold(buffer)
        let length = self.inbound?.readableBytes ?? 0
        if mayEnd || length >= self.shard.configuration.limits.maxHeadBytes { self.beginHeld() }
    }

    /// Begins the requests that wait, one after the other, as long as each is answered at once.
    func beginHeld() {
        guard !self.isBeginning else { return }
        self.isBeginning = true
        defer { self.isBeginning = false }
        var begun = 0
        // A caller that does not read its answers gets no more of them.
        while self.machine.stage == .idle, self.context?.channel.isWritable == true, let bytes = self.inbound {
            guard begun < Self.mostBegunAtOnce else { return self.beginLater() }
            begun += 1
            self.inbound = nil
            switch self.shard.requestParser.parse(bytes.readableBytesUInt8Span) {
            case .needMore:
                self.inbound = bytes
                return self.deadline.begin(.head, self.shard)
            case .refused(let refusal):
                self.startedAt = .now()
                self.requestID = self.shard.nextRequestID()
                self.requestIsHead = false
                self.refuse(refusal)
            case .complete(let head):
                self.begin(head, in: bytes)
            }
        }
    }

    private func beginLater() {
        let handler = NIOLoopBound(self, eventLoop: self.shard.loop)
        self.shard.loop.execute { handler.value.resumeHeld() }
    }

    private func begin(_ head: RequestHead, in bytes: ByteBuffer) {
        self.exchangeNumber &+= 1
        self.requestID = self.shard.nextRequestID()
        self.startedAt = .now()
        self.bodyBytes = 0
        self.wasSent = false
        self.requestBody = BodyScanner(head.framing)
        self.head = bytes
        self.requestVersion = head.version
        self.requestIsHead = head.isHead
        var rest = bytes
        rest.moveReaderIndex(forwardBy: head.end)
        self.inbound = rest.readableBytes > 0 ? rest : nil
        self.machine.receiveHead(
            keepsAlive: head.keepsAlive, hasBody: !self.requestBody.hasEnded,
            isReplayable: Self.isIdempotent(bytes.readableBytesUInt8Span, head.method))
        self.deadline.set(.admission, self.shard)
        self.shard.counters.requests &+= 1
        if let most = self.shard.configuration.maxBodyBytes, case .length(let length) = head.framing, length > most {
            return self.fail(.bodyTooLarge)
        }
        self.admit(on: nil)
    }

    /// Methods that may be sent again when a reused channel turned out to be dead (RFC 9110 section 9.2.2).
    private static func isIdempotent(_ bytes: Span<UInt8>, _ method: ByteRange) -> Bool {
        bytes.matches(method, ignoringCase: "get") || bytes.matches(method, ignoringCase: "head")
            || bytes.matches(method, ignoringCase: "options") || bytes.matches(method, ignoringCase: "put")
            || bytes.matches(method, ignoringCase: "delete")
    }

    /// Decides about the head that is kept; called again whenever something it waited for has come.
    ///
    /// `leased` is the channel that was dialled for it. Reading the head again costs little and is rare, and it keeps
    /// every decision about one request in one place and one moment.
    func admit(on leased: UpstreamHandler?) {
        guard let bytes = self.head else { return self.returnUnused(leased) }
        let span = bytes.readableBytesUInt8Span
        guard case .complete(let head) = self.shard.requestParser.parse(span) else { return self.returnUnused(leased) }
        if head.asksUpgrade, self.asksWebSocket(span) { return self.fail(.upgradeUnsupported, unused: leased) }
        switch Route.read(span, head.target) {
        case .control where head.target.count == 1 && span[Int(head.target.start)] == 0x2A:
            self.fail(.routeNotFound, unused: leased)
        case .nowhere: self.fail(.routeNotFound, unused: leased)
        case .control where !ControlRequest.serves(span, head.method): self.fail(.methodNotAllowed, unused: leased)
        case .control: self.send(head, span, plan: .control, target: nil, on: leased)
        case .passthrough(let id, let rest, let query):
            self.admit(head, span, id: id, rest: rest, query: query, on: leased)
        }
    }

    private func admit(
        _ head: RequestHead, _ span: Span<UInt8>, id: ConnectionID?, rest: ByteRange, query: ByteRange?,
        on leased: UpstreamHandler?
    ) {
        let section = self.shard.requestParser.section
        let caller: Caller
        switch self.authentication.authenticate(span, section, self.shard, now: self.startedAt) {
        case .refused(let failure): return self.fail(failure, unused: leased)
        case .wait(let digest):
            self.returnUnused(leased)
            return self.wait { self.shard.callers.load(digest, done: $0) }
        case .caller(let found): caller = found
        }
        guard let id = id else { return self.fail(.connectionNotFound, unused: leased) }
        guard let verdict = self.shard.connections.lookup(id, now: self.startedAt) else {
            self.returnUnused(leased)
            return self.wait { self.shard.connections.load(id, done: $0) }
        }
        switch verdict.connection(for: caller.workspace) {
        case .failure(let failure): self.fail(failure, unused: leased)
        case .success(let connection):
            let read = PassthroughTarget.read(
                span, rest: rest, query: query, section: section)
            switch read.flatMap({ self.destination(of: $0, connection) }) {
            case .failure(let failure): self.fail(failure, unused: leased)
            case .success(let (target, destination)):
                self.send(head, span, plan: .vendor(connection, destination), target: target, on: leased)
            }
        }
    }

    private func destination(
        of target: PassthroughTarget, _ connection: PreparedConnection
    ) -> Result<(PassthroughTarget, Destination), GatewayFailure> {
        guard let domain = target.domain else { return .success((target, connection.destination)) }
        return DomainOverride.destination(domain, base: connection.base, allowed: connection.allowedHosts).map { base in
            let pool = self.shard.pool(PoolKey(base, workspace: connection.workspace))
            return (target, Destination(base: base, pool: pool))
        }
    }

    private func asksWebSocket(_ bytes: Span<UInt8>) -> Bool {
        self.shard.requestParser.section.lines.contains { line in
            line.name == .upgrade && bytes.matches(line.valueRange, ignoringCase: "websocket")
        }
    }

    /// Asks through the door and admits again when the answer is here; `ask` says whether there was room to wait.
    private func wait(_ ask: (@escaping (LoadingArrival) -> Void) -> Bool) {
        self.deadline.begin(.admission, self.shard)
        let number = self.exchangeNumber
        let isWaiting = ask { arrival in
            guard self.exchangeNumber == number, self.machine.stage == .admitting else { return }
            switch arrival {
            case .loaded:
                self.startedAt = max(self.startedAt, .now())
                self.admit(on: nil)
                self.upstream?.flush()
            case .unavailable: self.fail(.storeUnavailable)
            }
        }
        if !isWaiting { self.fail(.overloaded) }
    }

    /// A channel that was dialled for a request that does not need it any more.
    func returnUnused(_ leased: UpstreamHandler?) { leased?.release(reusable: true) }
}
