//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Synchronization

/// A point on the monotonic clock after which a test gives up instead of hanging.
package struct Deadline: Sendable {
    private let end: ContinuousClock.Instant

    package init(after duration: Duration) { self.end = ContinuousClock.now + duration }

    package var hasPassed: Bool { ContinuousClock.now >= self.end }

    /// For `poll`: at least one, so that a short rest is not a busy loop.
    package var millisecondsLeft: Int32 {
        let left = self.end - ContinuousClock.now
        return Int32(
            clamping: max(1, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000))
    }

    /// The patience of a test with a peer that should answer at once, on a loaded machine.
    package static var usual: Deadline { Deadline(after: .seconds(10)) }
}

/// A door that a test opens to let a scripted peer go on.
package final class Gate: Sendable {
    private let isOpened = Atomic<Bool>(false)

    package init() {}

    package var isOpen: Bool { self.isOpened.load(ordering: .acquiring) }

    package func open() { self.isOpened.store(true, ordering: .releasing) }

    /// Waits until the gate opens; `false` when `deadline` passes first.
    @discardableResult
    package func wait(until deadline: Deadline) -> Bool { eventually(before: deadline) { self.isOpen } }
}

/// Asks `condition` again and again until it holds; `false` when `deadline` passes first.
package func eventually(before deadline: Deadline = .usual, _ condition: () throws -> Bool) rethrows -> Bool {
    while true {
        if try condition() { return true }
        if deadline.hasPassed { return false }
        pauseBriefly()
    }
}
