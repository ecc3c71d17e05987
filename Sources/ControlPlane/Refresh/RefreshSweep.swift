//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Logging
internal import Model
internal import ServiceLifecycle

/// Refreshes what would end although nobody uses it, and takes up what was interrupted.
package struct RefreshSweep: Service {
    private let service: RefreshService
    private let page = 256

    package init(_ service: RefreshService) { self.service = service }

    /// Ends when the lifecycle does, and no earlier than the refreshes that are under way.
    package func run() async throws {
        let ticks = AsyncStream<Void>(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let ticking = Task {
                while !Task.isCancelled {
                    continuation.yield()
                    try? await Task.sleep(for: self.service.settings.sweepInterval)
                }
            }
            continuation.onTermination = { _ in ticking.cancel() }
        }
        for await _ in ticks.cancelOnGracefulShutdown() { await self.sweep() }
        await self.service.settle()
    }

    /// One pass over what is due now; at most so many pages, so that it has an end.
    package func sweep() async {
        do throws(RefreshError) {
            await self.each(try await self.service.unapplied()) { id in await self.service.replay(id) }
            for _ in 0..<64 where !Task.isShuttingDownGracefully {
                let due = try await self.service.due(limit: self.page)
                await self.each(due) { id in await self.service.refreshDue(id) }
                if due.count < self.page { return }
            }
        } catch {
            self.service.logger.error("due connections could not be looked up", metadata: ["reason": "\(error)"])
        }
    }

    /// So many at once; those under way are the last ones when the lifecycle ends.
    private func each(
        _ ids: [ConnectionID], _ work: @escaping @Sendable (ConnectionID) async -> RefreshOutcome
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, id) in ids.enumerated() where !Task.isShuttingDownGracefully {
                if index >= self.service.settings.sweepWidth { await group.next() }
                group.addTask { _ = await work(id) }
            }
        }
    }
}
