//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Logging
internal import Model
internal import ServiceLifecycle
package import Storage

/// Deletes from the log what a workspace does not want to keep any longer.
///
/// In slices with pauses between, so that nobody who writes waits for more than one of them.
package struct LogRetention: Service {
    private static let slice = 500
    private static let pause = Duration.milliseconds(200)
    /// Notifications are few and say what became of connections, so that they outlive a log that is kept for no time.
    private static let leastNotificationDays: Int64 = 7
    private static let day: Int64 = 86_400_000

    private let store: Store
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let interval: Duration

    package init(
        store: Store, surroundings: Surroundings, logger: Logger, interval: Duration = .seconds(600)
    ) {
        self.store = store
        self.now = surroundings.now
        self.logger = logger
        self.interval = interval
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: self.interval)) != nil {
                do {
                    try await self.sweep()
                } catch is CancellationError {
                } catch {
                    self.logger.warning("old calls could not be deleted", metadata: ["reason": "\(error)"])
                }
            }
        }
    }

    /// Deletes everything that is too old now; how many calls they were.
    @discardableResult
    package func sweep() async throws -> Int {
        let now = self.now()
        let (workspaces, days) = try await self.store.read { transaction in
            (try transaction.workspaces.all(), try transaction.workspaceSettings.retentionDays())
        }
        var deleted = 0
        for workspace in workspaces {
            let kept = days[workspace] ?? WorkspaceSettings.defaultRetentionDays
            deleted += try await self.inSlices { transaction in
                try transaction.apiCalls.prune(in: workspace, before: Self.moment(kept, now), limit: Self.slice)
            }
            _ = try await self.inSlices { transaction in
                try transaction.notifications.prune(
                    in: workspace, before: Self.moment(max(kept, Self.leastNotificationDays), now), limit: Self.slice)
            }
        }
        return deleted
    }

    private func inSlices(_ prune: @escaping @Sendable (Transaction) throws -> Int) async throws -> Int {
        var deleted = 0
        while true {
            let count = try await self.store.write(prune)
            deleted += count
            if count < Self.slice { return deleted }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// What is older is deleted; no days keep nothing, not even of this moment.
    private static func moment(_ days: Int64, _ now: Timestamp) -> Timestamp {
        let (age, overflows) = days.multipliedReportingOverflow(by: Self.day)
        if days <= 0 { return Timestamp(milliseconds: .max) }
        return Timestamp(
            milliseconds: overflows ? .min : now.milliseconds.subtractingReportingOverflow(age).partialValue)
    }
}
