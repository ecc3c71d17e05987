//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What is to happen later on a loop, soonest last, so that the next one is taken off the end.
package struct Timers {
    package struct ID: Equatable {
        fileprivate let number: UInt64
    }

    private struct Timer {
        let id: ID
        let due: Moment
        let action: () -> Void
    }

    private var timers: [Timer] = []
    private var nextNumber: UInt64 = 0

    package init() {}

    package var nextDue: Moment? { self.timers.last?.due }

    package mutating func add(at due: Moment, _ action: @escaping () -> Void) -> ID {
        self.nextNumber &+= 1
        let timer = Timer(id: ID(number: self.nextNumber), due: due, action: action)
        var low = 0
        var high = self.timers.count
        while low < high {
            let middle = (low + high) / 2
            if self.timers[middle].due > due { low = middle + 1 } else { high = middle }
        }
        self.timers.insert(timer, at: low)
        return timer.id
    }

    package mutating func cancel(_ id: ID) {
        if let index = self.timers.lastIndex(where: { $0.id == id }) { self.timers.remove(at: index) }
    }

    /// The next action that is due at `now`.
    package mutating func takeDue(_ now: Moment) -> (() -> Void)? {
        guard let timer = self.timers.last, timer.due <= now else { return nil }
        self.timers.removeLast()
        return timer.action
    }
}
