//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// From bytes to an admitted request: steps 1 to 4 of a request's path (DESIGN section 5).
extension DownstreamHandler {
    /// Bytes between requests: the beginning of a head, a whole one, or several.
    func receiveIdle(_ bytes: Span<UInt8>) {
        guard self.inbound.isEmpty else {
            // A head that did not end with the bytes before cannot end without a line feed.
            let mayEnd = bytes.holdsLineFeed
            self.hold(bytes)
            if mayEnd || self.inbound.count >= self.shard.configuration.limits.maxHeadBytes { self.beginHeld() }
            return
        }
        guard !self.isBeginning, self.channel?.isWritable == true else { return self.hold(bytes) }
        self.isBeginning = true
        let taken = self.begin(bytes)
        self.isBeginning = false
        if taken < bytes.count { self.hold(bytes.extracting(taken...)) }
        if taken > 0 { self.resumeHeld() }
    }

    /// Begins the requests that wait, one after the other, as long as each is answered at once.
    func beginHeld() {
        guard !self.isBeginning else { return }
        self.isBeginning = true
        defer { self.isBeginning = false }
        var begun = 0
        // A caller that does not read its answers gets no more of them.
        while self.machine.stage == .idle, self.channel?.isWritable == true, !self.inbound.isEmpty {
            guard begun < Self.mostBegunAtOnce else { return self.beginLater() }
            begun += 1
            let held = self.takeInbound()
            let taken = self.begin(held.span)
            self.giveBack(held, from: taken)
            guard taken > 0 else { return }
        }
    }

    /// Moves what waits out, so that it can be read while more is held.
    private func takeInbound() -> [UInt8] {
        var held: [UInt8] = []
        swap(&held, &self.inbound)
        return held
    }

    /// What of the bytes was not taken comes before whatever was held meanwhile.
    private func giveBack(_ held: consuming [UInt8], from taken: Int) {
        guard taken < held.count, self.machine.stage != .closed, self.machine.stage != .closing else { return }
        var rest = held
        rest.removeFirst(taken)
        rest.append(contentsOf: self.inbound)
        self.inbound = rest
        if self.inbound.count > self.mostHeldBytes { self.setReading(false) }
    }

    private func beginLater() { self.shard.later { self.resumeHeld() } }

    /// Begins the request at the start of `bytes`; returns how many of them need not be held, zero when the head is
    /// not whole.
    private func begin(_ bytes: Span<UInt8>) -> Int {
        switch self.shard.requestParser.parse(bytes) {
        case .needMore:
            self.deadline.begin(.head, self.shard)
            return 0
        case .refused(let refusal):
            self.startedAt = self.shard.now
            self.requestID = self.shard.nextRequestID()
            self.requestIsHead = false
            self.refuse(refusal)
            return bytes.count
        case .complete(let head):
            return head.end + self.begin(head, bytes)
        }
    }

    private func begin(_ head: RequestHead, _ bytes: Span<UInt8>) -> Int {
        self.exchangeNumber &+= 1
        self.requestID = self.shard.nextRequestID()
        self.startedAt = self.shard.now
        self.notes = ExchangeNotes(head)
        self.bodyBytes = 0
        self.wasSent = false
        self.requestBody = BodyScanner(head.framing)
        self.head.removeAll(keepingCapacity: true)
        bytes.extracting(..<head.end).withUnsafeBufferPointer { self.head.append(contentsOf: $0) }
        self.requestVersion = head.version
        self.requestIsHead = head.isHead
        self.machine.receiveHead(
            keepsAlive: head.keepsAlive, hasBody: !self.requestBody.hasEnded,
            isReplayable: Self.isIdempotent(bytes, head.method))
        self.deadline.set(.admission, self.shard)
        self.shard.counters.requests &+= 1
        let rest = bytes.extracting(head.end...)
        if let most = self.shard.configuration.maxBodyBytes, case .length(let length) = head.framing, length > most {
            return self.refuse(.bodyTooLarge, rest, nil)
        }
        return self.admit(head, bytes, rest, on: nil)
    }

    /// Methods that may be sent again when a reused channel turned out to be dead (RFC 9110 section 9.2.2).
    private static func isIdempotent(_ bytes: Span<UInt8>, _ method: ByteRange) -> Bool {
        bytes.matches(method, ignoringCase: "get") || bytes.matches(method, ignoringCase: "head")
            || bytes.matches(method, ignoringCase: "options") || bytes.matches(method, ignoringCase: "put")
            || bytes.matches(method, ignoringCase: "delete")
    }

    /// Decides again about the head that is kept, now that something it waited for has come.
    ///
    /// `leased` is the channel that was dialled for it. Reading the head again costs little and is rare, and it keeps
    /// every decision about one request in one place and one moment.
    func admitAgain(on leased: UpstreamHandler?) {
        let bytes = self.head
        guard case .complete(let head) = self.shard.requestParser.parse(bytes.span) else {
            return self.returnUnused(leased)
        }
        let held = self.takeInbound()
        // A later request must not begin while this one's bytes are out of their places.
        self.isBeginning = true
        let taken = self.admit(head, bytes.span, held.span, on: leased)
        self.isBeginning = false
        self.giveBack(held, from: taken)
        self.resumeHeld()
    }

    /// Decides about a head; `rest` is what stands behind it.
    ///
    /// Returns how many bytes of `rest` were taken.
    private func admit(
        _ head: RequestHead, _ bytes: Span<UInt8>, _ rest: Span<UInt8>, on leased: UpstreamHandler?
    ) -> Int {
        if head.asksUpgrade, self.asksWebSocket(bytes) { return self.refuse(.upgradeUnsupported, rest, leased) }
        switch Route.read(bytes, head.target) {
        case .control where head.target.count == 1 && bytes[Int(head.target.start)] == 0x2A:
            return self.refuse(.routeNotFound, rest, leased)
        case .nowhere: return self.refuse(.routeNotFound, rest, leased)
        case .control where !ControlRequest.serves(bytes, head.method):
            return self.refuse(.methodNotAllowed, rest, leased)
        case .control: return self.send(head, bytes, rest, plan: .control, target: nil, on: leased)
        case .passthrough(let id, let path, let query):
            self.notes.leadsToVendor(at: path)
            self.notes.callerUses(self.shard.requestParser.section)
            switch self.connection(id, bytes) {
            case .failed(let failure): return self.refuse(failure, rest, leased)
            case .waiting:
                self.returnUnused(leased)
                return 0
            case .found(let connection):
                switch self.destination(connection, bytes, path: path, query: query) {
                case .failure(let failure): return self.refuse(failure, rest, leased)
                case .success(let (target, destination)):
                    let plan = ExchangePlan.vendor(connection, destination)
                    return self.send(head, bytes, rest, plan: plan, target: target, on: leased)
                }
            }
        }
    }

    /// Answers a request that goes nowhere; all of `rest` is taken.
    func refuse(
        _ failure: GatewayFailure, _ rest: Span<UInt8>, _ leased: UpstreamHandler?, message: StaticString? = nil
    ) -> Int {
        self.returnUnused(leased)
        self.hold(rest)
        self.fail(failure, message: message)
        return rest.count
    }

    private func asksWebSocket(_ bytes: Span<UInt8>) -> Bool {
        self.shard.requestParser.section.lines.contains { line in
            line.name == .upgrade && bytes.matches(line.valueRange, ignoringCase: "websocket")
        }
    }

    /// A channel that was dialled for a request that does not need it any more.
    func returnUnused(_ leased: UpstreamHandler?) { leased?.release(reusable: true) }
}

extension Span<UInt8> {
    fileprivate var holdsLineFeed: Bool {
        for index in self.indices where self[index] == .lineFeed { return true }
        return false
    }
}
