//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Testing

/// The numbered invariants of `ExchangeMachine` and the exits of its stages.
@Suite
struct ExchangeMachineTests {
    /// A machine whose request has a channel.
    static func exchanging(
        keepsAlive: Bool = true, hasBody: Bool = false, isReplayable: Bool = true
    ) -> ExchangeMachine {
        var machine = ExchangeMachine()
        machine.receiveHead(keepsAlive: keepsAlive, hasBody: hasBody, isReplayable: isReplayable)
        machine.channelWasLeased()
        return machine
    }

    @Test
    func idleTakesAHead() {
        var machine = ExchangeMachine()
        machine.receiveHead(keepsAlive: true, hasBody: true, isReplayable: true)

        #expect(machine.stage == .admitting)
        #expect(!machine.requestEnded)
    }

    @Test
    func whatIsNoHeadClosesTheChannel() {
        var machine = ExchangeMachine()

        #expect(machine.fail(.headerInvalid) == .answer(.headerInvalid, closes: true))
        #expect(machine.stage == .closing)
    }

    @Test
    func aDialledChannelIsDecidedAboutAgain() {
        var machine = ExchangeMachine()
        machine.receiveHead(keepsAlive: true, hasBody: false, isReplayable: true)
        machine.waitForChannel()
        #expect(machine.stage == .connecting)

        machine.channelIsReady()

        #expect(machine.stage == .admitting)
    }

    @Test(arguments: [false, true])
    func aFailureBeforeTheResponseKeepsTheChannelUnlessABodyIsComing(hasBody: Bool) {
        var admitting = ExchangeMachine()
        admitting.receiveHead(keepsAlive: true, hasBody: hasBody, isReplayable: true)
        var connecting = admitting
        connecting.waitForChannel()
        var exchanging = admitting
        exchanging.channelWasLeased()

        for var machine in [admitting, connecting, exchanging] {
            #expect(machine.fail(.overloaded) == .answer(.overloaded, closes: hasBody))
            #expect(machine.stage == (hasBody ? .closing : .idle))
        }
    }

    @Test
    func aFailureClosesWhenTheCallerAskedForIt() {
        var machine = Self.exchanging(keepsAlive: false)

        #expect(machine.fail(.upstreamTimeout) == .answer(.upstreamTimeout, closes: true))
    }

    /// Invariant 3.
    @Test
    func aFailureAfterTheResponseBeganCutsTheChannel() {
        var failed = Self.exchanging()
        failed.responseWillStart(closes: false)
        var died = failed

        #expect(failed.fail(.upstreamProtocolError) == .cut)
        #expect(died.upstreamDied(beforeFirstByte: false, wasReused: true, failure: .upstreamClosedEarly) == .cut)
        #expect(failed.stage == .closed)
        #expect(died.stage == .closed)
    }

    /// Invariant 3 speaks of bytes that left: a head that was held back can still be replaced.
    @Test
    func aHeadThatDidNotLeaveIsReplacedByAnAnswer() {
        var machine = Self.exchanging()
        machine.responseWillStart(closes: false)
        machine.responseWasWithheld()

        #expect(machine.fail(.upstreamProtocolError) == .answer(.upstreamProtocolError, closes: false))
        #expect(machine.stage == .idle)
    }

    /// Invariant 4, the downstream half: a request that has not ended would be read as the next one's head.
    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func theChannelLivesOnlyWhenBothEndsAreThere(keepsAlive: Bool, requestEnded: Bool) {
        var machine = Self.exchanging(keepsAlive: keepsAlive, hasBody: true)
        if requestEnded { machine.requestBodyEnded() }
        machine.responseWillStart(closes: false)
        let lives = keepsAlive && requestEnded

        #expect(machine.responseEnded() == (lives ? .next : .close))
        #expect(machine.stage == (lives ? .idle : .closing))
    }

    @Test
    func aResponseMayEndTheChannel() {
        var machine = Self.exchanging()
        machine.responseWillStart(closes: true)

        #expect(machine.closesAfterResponse)
        #expect(machine.responseEnded() == .close)
    }

    /// Invariant 5.
    @Test
    func aReusedChannelThatWasDeadIsRetriedOnce() {
        var machine = Self.exchanging()

        #expect(machine.upstreamDied(beforeFirstByte: true, wasReused: true, failure: .upstreamClosedEarly) == .retry)
        #expect(machine.stage == .admitting)
        machine.channelWasLeased()
        #expect(
            machine.upstreamDied(beforeFirstByte: true, wasReused: true, failure: .upstreamClosedEarly)
                == .answer(.upstreamClosedEarly, closes: false))
    }

    /// Invariant 5: each condition by itself.
    @Test(arguments: [
        (false, true, false, true), (true, false, false, true), (true, true, true, true), (true, true, false, false),
    ])
    func nothingElseIsRetried(beforeFirstByte: Bool, wasReused: Bool, hasBody: Bool, isReplayable: Bool) {
        var machine = Self.exchanging(hasBody: hasBody, isReplayable: isReplayable)
        let action = machine.upstreamDied(
            beforeFirstByte: beforeFirstByte, wasReused: wasReused, failure: .upstreamClosedEarly)

        #expect(action == .answer(.upstreamClosedEarly, closes: hasBody))
    }

    @Test
    func theNextRequestMayBeRetriedAgain() {
        var machine = Self.exchanging()
        _ = machine.upstreamDied(beforeFirstByte: true, wasReused: true, failure: .upstreamClosedEarly)
        machine.channelWasLeased()
        machine.responseWillStart(closes: false)
        _ = machine.responseEnded()

        machine.receiveHead(keepsAlive: true, hasBody: false, isReplayable: true)
        machine.channelWasLeased()

        #expect(machine.upstreamDied(beforeFirstByte: true, wasReused: true, failure: .upstreamClosedEarly) == .retry)
    }

    /// Invariant 1: what belonged to one exchange says nothing about the next.
    @Test
    func theNextRequestStartsAfresh() {
        var machine = Self.exchanging(keepsAlive: true)
        machine.responseWillStart(closes: false)
        _ = machine.responseEnded()

        machine.receiveHead(keepsAlive: true, hasBody: true, isReplayable: false)

        #expect(!machine.responseStarted)
        #expect(!machine.requestEnded)
        #expect(machine.fail(.pathInvalid) == .answer(.pathInvalid, closes: true))
    }

    @Test
    func aChannelThatIsGoneHasNoAnswers() {
        var closing = ExchangeMachine()
        closing.startClosing()
        var closed = ExchangeMachine()
        closed.channelClosed()

        for var machine in [closing, closed] {
            #expect(machine.fail(.overloaded) == .none)
            #expect(
                machine.upstreamDied(beforeFirstByte: true, wasReused: true, failure: .upstreamClosedEarly) == .none)
        }
        closing.channelClosed()
        #expect(closing.stage == .closed)
    }
}
