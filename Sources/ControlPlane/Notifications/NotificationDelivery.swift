//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Logging
internal import Model
package import Outgoing
internal import ServiceLifecycle
package import Storage

/// Brings notifications to the webhooks of their workspaces, at least once each.
///
/// 1. What is under way is in the store: a notification is taken out only after its webhook answered 2xx, or after the
///    last attempt failed.
/// 2. A taken one comes up again by itself, so that one whose attempt was cut by a crash is tried again.
/// 3. The service sleeps until something is noted or due; other processes' notifications are looked for now and then.
package struct NotificationDelivery: Service {
    package typealias Send = @Sendable (OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer

    /// Attempts, spread over some 17 hours.
    package static let mostAttempts: Int64 = 12
    /// Delivered side by side.
    private static let atOnce = 8
    /// Longer than an attempt can take, in milliseconds.
    private static let lease: Int64 = 60_000
    private static let longestSleep = Duration.seconds(15)

    private let store: Store
    private let settings: WorkspaceSettingsService
    private let surroundings: Surroundings
    private let send: Send
    private let wake: Wake
    private let logger: Logger

    package init(
        store: Store, settings: WorkspaceSettingsService, surroundings: Surroundings, wake: Wake, logger: Logger,
        send: @escaping Send
    ) {
        self.store = store
        self.settings = settings
        self.surroundings = surroundings
        self.wake = wake
        self.logger = logger
        self.send = send
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await self.deliverDue() > 0 { continue }
                } catch {
                    self.logger.warning("notifications could not be read", metadata: ["reason": "\(error)"])
                }
                await self.wake.wait(atMost: await self.sleep())
            }
        }
    }

    /// Makes one attempt for each that is due now, a bounded number; how many they were.
    ///
    /// - Throws: `StoreError`.
    @discardableResult
    package func deliverDue() async throws -> Int {
        let now = self.surroundings.now()
        let until = Timestamp(milliseconds: now.milliseconds + Self.lease)
        let due = try await self.store.write { transaction in
            try transaction.deliveries.claim(dueAt: now, until: until, limit: Self.atOnce).compactMap { claim in
                try transaction.notifications.find(claim.notification).map { ($0, claim.attempts) }
            }
        }
        await withDiscardingTaskGroup { group in
            for (row, attempts) in due { group.addTask { await self.deliver(row, attempt: attempts) } }
        }
        return due.count
    }

    private func deliver(_ row: Notification, attempt: Int64) async {
        let failure = await self.attempt(row)
        let now = self.surroundings.now()
        let next = attempt >= Self.mostAttempts ? nil : self.next(after: attempt, now)
        do {
            try await self.store.write { transaction in
                guard let failure else {
                    try transaction.notifications.markSent(row.id, at: now)
                    return try transaction.deliveries.delete(row.id)
                }
                try transaction.deliveries.postpone(row.id, to: failure.isFinal ? nil : next, error: failure.text)
            }
        } catch {
            // It comes up again when its lease ends.
            self.logger.warning("a delivery could not be noted", metadata: ["reason": "\(error)"])
        }
    }

    /// Why the webhook did not take it; `nil` when it did.
    private func attempt(_ row: Notification) async -> (text: String, isFinal: Bool)? {
        let webhook: (address: WebhookAddress, secret: Secret)?
        do { webhook = try await self.settings.webhook(of: row.workspace) } catch { return ("\(error)", false) }
        guard let webhook else { return ("the workspace has no webhook any more", true) }
        let body = Array(row.document.text.utf8)
        var request = OutgoingRequest(method: "POST", url: webhook.address.url)
        let signature = WebhookSignature.make(body, secret: webhook.secret, at: self.surroundings.now())
        request.headers = [
            CredentialField(name: "Content-Type", value: Secret("application/json")),
            CredentialField(name: "User-Agent", value: Secret("Passthrough")),
            CredentialField(name: WebhookSignature.field, value: Secret(signature)),
        ]
        request.body = Secret(bytes: body)
        request.mostBytes = 1 << 16
        do {
            let answer = try await self.send(request)
            return (200..<300).contains(answer.status) ? nil : ("the webhook answered \(answer.status)", false)
        } catch { return ("the webhook did not answer: \(error)", false) }
    }

    /// Half a minute, doubled with each attempt, and up to a tenth more so that many do not come back at once.
    private func next(after attempt: Int64, _ now: Timestamp) -> Timestamp {
        let wait = Int64(30_000) << min(max(attempt - 1, 0), 11)
        let chance = Int64(self.surroundings.random(1).first ?? 0)
        return Timestamp(milliseconds: now.milliseconds + wait + wait / 10 * chance / 255)
    }

    private func sleep() async -> Duration {
        let next = try? await self.store.read { transaction in try transaction.deliveries.nextDue() }
        guard let next = next ?? nil else { return Self.longestSleep }
        let wait = next.milliseconds - self.surroundings.now().milliseconds
        return min(.milliseconds(max(wait, 100)), Self.longestSleep)
    }
}
