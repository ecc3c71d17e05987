//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// The last of step 9: what was done is noted, once, however it ended.
extension DownstreamHandler {
    /// Notes the exchange under way, if it is one with a vendor; called where an exchange ends and nowhere else decided.
    ///
    /// The head must still be there.
    func record(_ ending: RequestRecord.Ending, _ failure: GatewayFailure? = nil) {
        guard self.notes.isOpen else { return }
        self.notes.isOpen = false
        if !self.notes.leadsToVendor { self.readRoute() }
        guard self.notes.leadsToVendor else { return }
        let notes = self.notes
        let now = self.shard.now
        var status = notes.status
        if ending == .complete, let failure = failure { status = UInt16(truncatingIfNeeded: failure.status) }
        let caller = notes.isCallerKnown ? self.authentication.lastCaller : nil
        let entry = RecordEntry(
            number: self.requestID.number, startedAt: self.startedAt.nanoseconds,
            duration: now.nanoseconds(since: self.startedAt),
            vendorDuration: self.wasSent ? now.nanoseconds(since: self.sentAt) : nil,
            connection: notes.connection, workspace: caller?.workspace, requestBytes: self.bodyBytes,
            responseBytes: notes.responseBytes, status: status, failure: failure, ending: ending)
        let key = caller?.keyID ?? ""
        let head = self.head
        self.shard.records.append(
            entry, key: key.utf8Span.span, address: self.callerAddress().span, head: head.span,
            method: notes.method, path: notes.path, userAgent: notes.userAgent)
        if let captured = self.captured { self.attach(captured, hasFailed: failure != nil) }
    }

    private func attach(_ captured: CapturedBodies, hasFailed: Bool) {
        self.captured = nil
        if let bodies = captured.bodies(hasFailed: hasFailed) { self.shard.records.attach(bodies) }
    }

    /// Asked for once a channel: it stays what it is.
    private func callerAddress() -> [UInt8] {
        if let known = self.address { return known }
        let address = self.channel?.peer.map { Array("\($0)".utf8) } ?? []
        self.address = address
        return address
    }

    /// For requests that were refused before their route was read.
    private func readRoute() {
        guard Int(self.notes.target.end) <= self.head.count,
            case .passthrough(_, let rest, _) = Route.read(self.head.span, self.notes.target)
        else { return }
        self.notes.leadsToVendor(at: rest)
    }
}
