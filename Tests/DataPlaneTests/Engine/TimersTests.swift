//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// Random sequences against a list that is searched from end to end.
@Suite
struct TimersTests {
    private struct Expected {
        let id: Timers.ID
        let due: UInt64
        let number: Int
    }

    /// What ran, in its order.
    private final class Ledger {
        var ran: [Int] = []
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func theNextOneIsTheEarliestAndAmongEqualsTheFirst(seed: UInt64) throws {
        var random = Seeded(seed)
        var timers = Timers()
        var model: [Expected] = []
        var gone: [Timers.ID] = []
        let ledger = Ledger()
        var now: UInt64 = 0
        for number in 0..<4_000 {
            switch random.below(6) {
            case 0, 1, 2:
                // Few values, so that many are equal; some are in the past.
                let due = now &+ UInt64(random.below(20)) &- min(now, 5)
                let id = timers.add(at: Moment(nanoseconds: due)) { ledger.ran.append(number) }
                model.append(Expected(id: id, due: due, number: number))
            case 3:
                guard !model.isEmpty else { continue }
                let victim = model.remove(at: random.below(model.count))
                timers.cancel(victim.id)
                gone.append(victim.id)
            case 4:
                // A timer that ran or was cancelled is nobody's any more.
                if !gone.isEmpty { timers.cancel(random.pick(gone)) }
            default:
                now += UInt64(random.below(8))
                gone += try Self.take(&timers, &model, now, ledger)
            }
            try #require(timers.nextDue?.nanoseconds == model.map(\.due).min())
        }
        gone += try Self.take(&timers, &model, .max, ledger)

        #expect(model.isEmpty)
        #expect(timers.nextDue == nil)
    }

    /// Runs everything due at `now`, as a loop does, and compares with the model.
    private static func take(
        _ timers: inout Timers, _ model: inout [Expected], _ now: UInt64, _ ledger: Ledger
    ) throws -> [Timers.ID] {
        ledger.ran = []
        while let action = timers.takeDue(Moment(nanoseconds: now)) { action() }
        let due = model.filter { $0.due <= now }
        let order = due.sorted { ($0.due, $0.number) < ($1.due, $1.number) }
        try #require(ledger.ran == order.map(\.number))
        model.removeAll { $0.due <= now }
        return due.map(\.id)
    }

    @Test
    func whatIsAddedMeanwhileAndDueHasItsTurn() {
        var timers = Timers()
        var ran: [String] = []
        let now = Moment(nanoseconds: 10)
        _ = timers.add(at: now) { ran.append("first") }
        timers.takeDue(now)?()
        _ = timers.add(at: now) { ran.append("second") }
        _ = timers.add(at: Moment(nanoseconds: 11)) { ran.append("later") }
        while let action = timers.takeDue(now) { action() }

        #expect(ran == ["first", "second"])
    }
}
