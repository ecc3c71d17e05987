//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport

/// The same decisions taken another way: from the list of everything that happened in an exchange.
struct ExchangeModel {
    enum Event: Equatable {
        case head(keepsAlive: Bool, hasBody: Bool, isReplayable: Bool)
        case dialled
        case ready
        case leased
        case bodyEnded
        /// The body has to be here first.
        case awaitsBody
        case bodyHere
        /// The vendor refused the credential; `isHeld` says whether the request could be sent again.
        case refused(isHeld: Bool)
        /// There is a fresh credential.
        case fresh
        /// Whether the request is sent again is asked.
        case asked
        /// The refusal goes down after all.
        case relayed
        case started(closes: Bool)
        /// The head that was begun did not leave after all.
        case withheld
        case ended
        case failed
        case died(early: Bool, reused: Bool)
        case closing
        case closed
    }

    enum Outcome: Equatable {
        case answer(closes: Bool)
        case cut
        case retry
        case hold
        case relayAndRefresh
        case relay
        case replay
        case next
        case close
        case nothing
    }

    /// Events since the last head, it included; empty between requests.
    private(set) var history: [Event] = []
    private(set) var isClosing = false
    private(set) var isClosed = false

    var stage: ExchangeMachine.Stage {
        if self.isClosed { return .closed }
        if self.isClosing { return .closing }
        for event in self.history.reversed() {
            switch event {
            case .leased, .relayed: return .exchanging
            case .dialled: return .connecting
            case .awaitsBody: return .collecting
            case .refused(true): return .refreshing
            case .ready, .died, .head, .bodyHere, .asked: return .admitting
            default: continue
            }
        }
        return .idle
    }

    var hasStarted: Bool {
        let last = self.history.last { event in
            switch event {
            case .started, .withheld: true
            default: false
            }
        }
        return last.map { $0 != .withheld } ?? false
    }

    var requestEnded: Bool {
        guard case .head(_, let hasBody, _) = self.history.first else { return true }
        return !hasBody || self.history.contains(.bodyEnded) || self.history.contains(.bodyHere)
    }

    private var persists: Bool {
        guard case .head(let keepsAlive, _, _) = self.history.first else { return false }
        return keepsAlive && !self.history.contains(.started(closes: true))
    }

    private var mayRetry: Bool {
        guard case .head(_, false, true) = self.history.first, !self.hasStarted else { return false }
        return !self.history.contains { if case .died = $0 { true } else { false } }
    }

    /// What may happen now, as the handlers call it.
    func possible(_ random: inout Seeded) -> Event {
        switch self.stage {
        case .idle:
            let head = Event.head(
                keepsAlive: !random.once(in: 4), hasBody: random.once(in: 3), isReplayable: random.once(in: 2))
            return random.pick([head, head, head, head, .failed, .closing, .closed])
        case .admitting:
            return random.pick([.dialled, .leased, .leased, .leased, .failed, .bodyEnded, .awaitsBody, .closed])
        case .collecting: return random.pick([.bodyHere, .bodyHere, .failed, .closed])
        case .refreshing:
            let died = Event.died(early: true, reused: true)
            return random.pick([.fresh, .fresh, .asked, .asked, .asked, .bodyEnded, .relayed, .failed, died, .closed])
        case .connecting: return random.pick([.ready, .ready, .failed, .bodyEnded, .closed])
        case .exchanging:
            let died = Event.died(early: !self.hasStarted && random.once(in: 2), reused: random.once(in: 2))
            let progress: [Event] =
                self.hasStarted ? [.ended, .ended, .withheld] : [.started(closes: random.once(in: 4))]
            let refused = Event.refused(isHeld: !random.once(in: 3))
            return random.pick(progress + progress + [.bodyEnded, .failed, died, died, refused, refused, .closed])
        case .closing: return random.pick([.failed, .died(early: true, reused: true), .closed])
        case .closed: return random.pick([.failed, .died(early: true, reused: true), .closed])
        }
    }

    mutating func take(_ event: Event) -> Outcome {
        switch event {
        case .head: self.history = [event]
        case .dialled, .ready, .leased, .started, .withheld, .awaitsBody, .bodyHere, .fresh, .relayed:
            self.history.append(event)
        case .refused(let isHeld): return self.refuse(isHeld: isHeld)
        case .asked:
            guard self.stage == .refreshing, self.requestEnded, self.history.contains(.fresh) else { return .nothing }
            self.history.append(event)
            return .replay
        case .bodyEnded: if !self.history.isEmpty { self.history.append(event) }
        case .closing: self.isClosing = true
        case .closed: self.isClosed = true
        case .ended: return self.end()
        case .failed: return self.fail()
        case .died(let early, let reused):
            guard self.stage == .exchanging else { return .nothing }
            guard early, reused, self.mayRetry else { return self.fail() }
            self.history.append(event)
            return .retry
        }
        return .nothing
    }

    private mutating func refuse(isHeld: Bool) -> Outcome {
        let isFirst = !self.history.contains { if case .refused = $0 { true } else { false } }
        guard isFirst, !self.hasStarted else { return .relay }
        self.history.append(.refused(isHeld: isHeld))
        return isHeld ? .hold : .relayAndRefresh
    }

    private mutating func end() -> Outcome {
        let lives = self.persists && self.requestEnded
        self.history = lives ? [] : self.history
        self.isClosing = !lives
        return lives ? .next : .close
    }

    private mutating func fail() -> Outcome {
        if self.isClosing || self.isClosed { return .nothing }
        if self.hasStarted {
            self.isClosed = true
            return .cut
        }
        let closes = !self.persists || !self.requestEnded
        self.isClosing = closes
        if !closes { self.history = [] }
        return .answer(closes: closes)
    }
}
