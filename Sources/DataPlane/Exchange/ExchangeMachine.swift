//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Decides what one downstream channel does next.
///
/// Pure: no channel, no timer, no clock.
///
///              ┌─collecting◀┐   ┌──────── fresh credential ───── refreshing
///              ▼            │   ▼                                 ▲ 401 │ none
///     idle ──head──▶ admitting ──admitted──▶ connecting ──channel──▶ exchanging ──both ends──▶ idle or closing
///                        └───── failure ──────────┴──── failure ─────────┴──▶ answered ──▶ idle or closing
///
/// 1. At most one exchange is open; bytes of a later request wait.
/// 2. Nothing of a request leaves before caller, connection and egress were decided.
/// 3. After the first byte of a response went down, the only answer to a failure is to cut the channel.
/// 4. An upstream channel is given back only when request and response both ended and its response lets it live.
/// 5. A request is sent again at most once because a reused channel died before the first byte of a response.
/// 6. A request asks for a fresh credential at most once, and is sent again at most once because there is one: only
///    when all of it is here, and nothing of the response that refused the old one went down.
package struct ExchangeMachine: Sendable {
    package enum Stage: Sendable {
        /// Between requests. Exits: `admitting`, `closing`.
        case idle
        /// The head is complete; caller, connection or store are being asked. Exits: `collecting`, `connecting`,
        /// `exchanging`, `answered`, `closed`.
        case admitting
        /// The body is held until its end, because the signature covers it. Exits: `admitting`, `answered`, `closed`.
        case collecting
        /// A channel is being dialled. Exits: `exchanging`, `answered`, `closed`.
        case connecting
        /// An upstream channel is ours. Exits: `idle`, `refreshing`, `answered`, `closing`, `closed`.
        case exchanging
        /// The vendor's 401 is held while a fresh credential is asked for. Exits: `admitting`, `exchanging`, `answered`,
        /// `closed`.
        case refreshing
        /// The answer is out and the channel goes down; bytes that still come are dropped. Exits: `closed`.
        case closing
        case closed
    }

    /// What to do about an upstream channel or a failure.
    package enum Action: Equatable, Sendable {
        /// Answer with the failure; `closes` says that the channel goes down behind it.
        case answer(GatewayFailure, closes: Bool)
        /// Cut the downstream channel: a started response can only be aborted.
        case cut
        /// Admit the same head again, on another channel.
        case retry
        case none
    }

    /// What to do when a response has ended.
    package enum Ending: Equatable, Sendable {
        /// Wait for the next request on the channel.
        case next
        /// Close the channel once what was written is out.
        case close
    }

    /// What to do with a response that refuses the credential.
    package enum RefusalAction: Equatable, Sendable {
        /// Hold it, and ask for a fresh credential.
        case hold
        /// Relay it; a fresh credential is worth asking for, for the next request.
        case relayAndRefresh
        /// Relay it: a fresh credential was refused too.
        case relay
    }

    package private(set) var stage = Stage.idle
    package private(set) var requestEnded = true
    package private(set) var responseStarted = false
    private var keepsAlive = true
    private var isReplayable = false
    private var hasRetried = false
    /// Whether a fresh credential was asked for.
    private var hasRefreshed = false
    /// Whether it is there.
    private var isFresh = false

    package init() {}

    /// A head was parsed; `isReplayable` says that the request has no body and an idempotent method.
    package mutating func receiveHead(keepsAlive: Bool, hasBody: Bool, isReplayable: Bool) {
        self.stage = .admitting
        self.keepsAlive = keepsAlive
        self.requestEnded = !hasBody
        self.responseStarted = false
        self.isReplayable = isReplayable && !hasBody
        self.hasRetried = false
        self.hasRefreshed = false
        self.isFresh = false
    }

    /// The body has to be here before the head can be written.
    package mutating func waitForBody() { self.stage = .collecting }

    /// The body is here; the head is decided about again, since much may have changed meanwhile.
    package mutating func bodyIsHere() {
        self.requestEnded = true
        self.stage = .admitting
    }

    package mutating func waitForChannel() { self.stage = .connecting }

    /// The dialled channel is here; the head is decided about again, since much may have changed meanwhile.
    package mutating func channelIsReady() { self.stage = .admitting }

    package mutating func channelWasLeased() { self.stage = .exchanging }

    package mutating func requestBodyEnded() { self.requestEnded = true }

    /// The response's head goes down; `closes` when its framing or the server's state ends the channel.
    package mutating func responseWillStart(closes: Bool) {
        self.responseStarted = true
        if closes { self.keepsAlive = false }
    }

    /// The head was not written after all: an answer of ours can still take its place.
    package mutating func responseWasWithheld() { self.responseStarted = false }

    /// Whether the channel stays open after this exchange, as far as is known.
    package var closesAfterResponse: Bool { !self.keepsAlive }

    /// Something failed that is not the upstream channel's sudden death.
    package mutating func fail(_ failure: GatewayFailure) -> Action {
        switch self.stage {
        case .closing, .closed: return .none
        case .idle, .admitting, .collecting, .connecting, .exchanging, .refreshing:
            guard !self.responseStarted else {
                self.stage = .closed
                return .cut
            }
            // A body that is still coming would be read as the next request's head.
            let closes = !self.keepsAlive || !self.requestEnded || self.stage == .idle
            self.stage = closes ? .closing : .idle
            self.responseStarted = false
            return .answer(failure, closes: closes)
        }
    }

    /// The upstream channel closed under the exchange; `beforeFirstByte` and `wasReused` decide about another try.
    package mutating func upstreamDied(beforeFirstByte: Bool, wasReused: Bool, failure: GatewayFailure) -> Action {
        guard self.stage == .exchanging else { return .none }
        guard beforeFirstByte, wasReused, self.isReplayable, !self.hasRetried, !self.responseStarted else {
            return self.fail(failure)
        }
        self.hasRetried = true
        self.stage = .admitting
        return .retry
    }

    /// The vendor refused the credential; `isHeld` says that the request's body, if any, is or will be here to be sent again.
    package mutating func credentialWasRefused(isHeld: Bool) -> RefusalAction {
        guard self.stage == .exchanging, !self.responseStarted, !self.hasRefreshed else { return .relay }
        self.hasRefreshed = true
        guard isHeld else { return .relayAndRefresh }
        self.stage = .refreshing
        return .hold
    }

    package mutating func credentialIsFresh() { self.isFresh = true }

    /// Whether the request is sent again now; asked when its body ended and when the credential came, whatever is later.
    package mutating func replays() -> Bool {
        guard self.stage == .refreshing, self.isFresh, self.requestEnded else { return false }
        self.stage = .admitting
        return true
    }

    /// There is no fresh credential, or the request cannot be sent again: the held response goes down.
    package mutating func refusalWillBeRelayed() { self.stage = .exchanging }

    /// The response's last byte was written.
    package mutating func responseEnded() -> Ending {
        self.responseStarted = false
        guard self.keepsAlive, self.requestEnded else {
            self.stage = .closing
            return .close
        }
        self.stage = .idle
        return .next
    }

    /// The channel will be closed by us without an answer.
    package mutating func startClosing() { self.stage = .closing }

    package mutating func channelClosed() { self.stage = .closed }
}
