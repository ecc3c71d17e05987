//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Wakes one task that waits for something to do.
package struct Wake: Sendable {
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    package init() { (self.signals, self.signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    package func callAsFunction() { self.signal.yield() }

    /// Returns when woken, when the time is over, or when the task is cancelled; by one task at a time.
    package func wait(atMost limit: Duration) async {
        await withDiscardingTaskGroup { group in
            let timer = Task {
                try await Task.sleep(for: limit)
                self.signal.yield()
            }
            group.addTask {
                for await _ in self.signals { break }
                timer.cancel()
            }
        }
    }
}
