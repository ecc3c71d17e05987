//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// A vendor's 401: a fresh credential is asked for, and the request is sent again with it (CONTRACT 1.8).
extension DownstreamHandler {
    /// Keeps what goes up of a body that may have to go up again.
    func beginHoldingBody(_ framing: BodyFraming) {
        guard case .vendor(let connection, _) = self.plan, connection.isRefreshable else { return }
        let most = self.shard.configuration.replayBodyBytes
        if case .length(let length) = framing, length > most { return }
        if most > 0 { self.heldBody = HeldBody(most: most) }
    }

    /// Whether the 401 that the vendor sends has to wait; if so `refusalIsHeld` is called when it does.
    func holdsRefusal() -> Bool {
        guard case .vendor(let connection, _) = self.plan, connection.isRefreshable else { return false }
        self.shard.counters.credentialRefusals &+= 1
        let hasNoBody = self.machine.requestEnded && self.bodyBytes == 0
        let isHeld = self.heldBody.map { !$0.isTooLong } ?? hasNoBody
        switch self.machine.credentialWasRefused(isHeld: isHeld) {
        case .hold: return true
        case .relay: return false
        case .relayAndRefresh:
            _ = self.shard.refreshes.ask(connection.id, refused: connection.version) { _ in }
            return false
        }
    }

    /// The 401 waits in the upstream channel: what becomes of it depends on whether there is a fresh credential.
    func refusalIsHeld() {
        guard case .vendor(let connection, _) = self.plan else { return }
        self.heldBody?.waitToBeSent(requestWasSent: self.machine.requestEnded)
        self.deadline.set(.refresh, self.shard)
        self.resumeReading()
        if let verdict = self.shard.connections.lookup(connection.id, now: self.shard.now),
            verdict.isAtLeast(connection.version &+ 1)
        {
            // Another request's question was answered while this one was on its way.
            return self.refreshed(.refreshed)
        }
        let number = self.exchangeNumber
        let isWaiting = self.shard.refreshes.ask(connection.id, refused: connection.version) { answer in
            guard self.exchangeNumber == number, self.machine.stage == .refreshing else { return }
            self.refreshed(answer)
        }
        if !isWaiting { self.relayRefusal() }
    }

    private func refreshed(_ answer: RefreshAnswer) {
        switch answer {
        case .refreshed:
            self.machine.credentialIsFresh()
            // The rest of a body has all the time that a body has.
            self.deadline.set(.progress, self.shard)
            self.replayIfPossible()
        case .unauthorized:
            self.dropRefusal()
            self.fail(.connectionUnauthorized)
        case .unavailable: self.relayRefusal()
        }
    }

    func replayIfPossible() {
        guard self.machine.replays() else { return }
        self.shard.counters.replays &+= 1
        self.dropRefusal()
        self.admitAgain(on: nil)
    }

    private func dropRefusal() {
        let upstream = self.upstream
        self.upstream = nil
        upstream?.dropHeld(requestWasSent: self.heldBody?.requestWasSent ?? true)
    }

    /// Lets the 401 go down as it came, and the rest of the request go up.
    func relayRefusal() {
        guard self.machine.stage == .refreshing, let upstream = self.upstream else { return }
        self.machine.refusalWillBeRelayed()
        if let body = self.heldBody { upstream.write(Array(body.unsent).span) }
        self.heldBody = nil
        self.deadline.set(.progress, self.shard)
        upstream.relayHeld()
        self.resumeIfPossible()
    }
}
