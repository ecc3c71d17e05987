//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Opens once; whoever waits goes on then, or when cancelled.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (self.stream, self.continuation) = AsyncStream.makeStream() }

    func open() { self.continuation.finish() }

    /// For one waiter.
    func wait() async { for await _ in self.stream {} }
}
