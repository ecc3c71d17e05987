//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// Random lives of a channel: the machine and the model must agree on every step.
@Suite
struct ExchangeSequenceTests {
    static func apply(_ event: ExchangeModel.Event, to machine: inout ExchangeMachine) -> ExchangeModel.Outcome {
        switch event {
        case .head(let keepsAlive, let hasBody, let isReplayable):
            machine.receiveHead(keepsAlive: keepsAlive, hasBody: hasBody, isReplayable: isReplayable)
        case .dialled: machine.waitForChannel()
        case .ready: machine.channelIsReady()
        case .leased: machine.channelWasLeased()
        case .bodyEnded: machine.requestBodyEnded()
        case .awaitsBody: machine.waitForBody()
        case .bodyHere: machine.bodyIsHere()
        case .refused(let isHeld): return Self.outcome(machine.credentialWasRefused(isHeld: isHeld))
        case .fresh: machine.credentialIsFresh()
        case .asked: return machine.replays() ? .replay : .nothing
        case .relayed: machine.refusalWillBeRelayed()
        case .started(let closes): machine.responseWillStart(closes: closes)
        case .withheld: machine.responseWasWithheld()
        case .ended: return machine.responseEnded() == .next ? .next : .close
        case .failed: return Self.outcome(machine.fail(.overloaded))
        case .died(let early, let reused):
            return Self.outcome(
                machine.upstreamDied(beforeFirstByte: early, wasReused: reused, failure: .upstreamClosedEarly))
        case .closing: machine.startClosing()
        case .closed: machine.channelClosed()
        }
        return .nothing
    }

    static func outcome(_ action: ExchangeMachine.Action) -> ExchangeModel.Outcome {
        switch action {
        case .answer(_, let closes): .answer(closes: closes)
        case .cut: .cut
        case .retry: .retry
        case .none: .nothing
        }
    }

    static func outcome(_ action: ExchangeMachine.RefusalAction) -> ExchangeModel.Outcome {
        switch action {
        case .hold: .hold
        case .relayAndRefresh: .relayAndRefresh
        case .relay: .relay
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func machineAndModelAgree(seed: UInt64) throws {
        var random = Seeded(seed)
        var machine = ExchangeMachine()
        var model = ExchangeModel()
        var outcomes: [String: Int] = [:]
        for step in 0..<100_000 {
            let event = model.possible(&random)
            let due = model.take(event)
            let done = Self.apply(event, to: &machine)
            outcomes["\(done)", default: 0] += 1
            try #require(done == due, "step \(step), \(event)")
            try #require(machine.stage == model.stage, "step \(step), \(event)")
            if machine.stage == .exchanging || machine.stage == .refreshing {
                try #require(machine.requestEnded == model.requestEnded, "step \(step), \(event)")
                try #require(machine.responseStarted == model.hasStarted, "step \(step), \(event)")
            }
            if machine.stage == .closed, random.once(in: 3) {
                machine = ExchangeMachine()
                model = ExchangeModel()
            }
        }

        // Every outcome was reached, so the run meant something.
        #expect(outcomes.count == 11)
        #expect(outcomes.values.allSatisfy { $0 > 50 })
    }
}
