//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ServiceLifecycle
internal import Synchronization

/// Opens once; whoever waits goes on then, or gives up when the service ends before.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let isOpen = Atomic(false)

    init() { (self.stream, self.continuation) = AsyncStream.makeStream() }

    func open() {
        self.isOpen.store(true, ordering: .releasing)
        self.continuation.finish()
    }

    /// For one waiter; throws when cancelled or shut down before the gate is open.
    func wait() async throws(CancellationError) {
        for await _ in self.stream.cancelOnGracefulShutdown() {}
        guard self.isOpen.load(ordering: .acquiring) else { throw CancellationError() }
    }
}
