//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
package import Storage
package import Vault

/// Writes calls to the log, and what they tell of their connections, in one transaction a batch.
package actor CallWriter {
    private let store: Store
    private let now: @Sendable () -> Timestamp
    private let random: @Sendable (Int) -> [UInt8]
    private let notifications: Notifications
    private let bodies: BodySealing
    private var tracker = HealthTracker()
    private var facts = FactsCache()
    private var retention: (days: [WorkspaceID: Int64], readAt: Timestamp)?

    /// How long what is known of a connection or a workspace is taken for true, in milliseconds.
    private static let trust: Int64 = 5_000

    package init(store: Store, vault: Vault, notifications: Notifications, surroundings: Surroundings) {
        self.store = store
        self.now = surroundings.now
        self.random = surroundings.random
        self.notifications = notifications
        self.bodies = BodySealing(vault: vault)
    }

    /// - Throws: `StoreError`; nothing of the batch is written then.
    package func write(_ calls: [LoggedCall]) async throws {
        let now = self.now()
        let known = self.facts
        let keeps = self.retention.flatMap { now.milliseconds &- $0.readAt.milliseconds < Self.trust ? $0.days : nil }
        let marks = self.tracker.marks(
            of: calls.lazy.compactMap { call in
                if case .exchange(let record, _) = call { record } else { nil }
            })
        let (random, bodies, notifications) = (self.random, self.bodies, self.notifications)
        let (facts, days) = try await self.store.write { transaction in
            let days = try keeps ?? transaction.workspaceSettings.retentionDays()
            var facts = known
            try facts.read(calls, transaction, now: now)
            let rows = try calls.filter { days[$0.workspace] != 0 }.map { call in
                switch call {
                case .own(let own): return APICall(own, id: .make(now: own.startedAt, random: random))
                case .exchange(let record, let workspace):
                    var row = APICall(record, in: workspace, facts: facts[record.connection] ?? .unknown)
                    if let raw = record.bodies { try bodies.seal(raw, into: &row, transaction) }
                    return row
                }
            }
            try transaction.apiCalls.insert(rows)
            for mark in marks { try notifications.mark(mark, transaction) }
            return (facts, days)
        }
        self.facts = facts
        if keeps == nil { self.retention = (days, now) }
    }
}

/// What was read of connections lately.
struct FactsCache: Sendable {
    private static let most = 10_000
    /// In milliseconds; an `external_xref` may change.
    private static let longest: Int64 = 60_000

    private var known: [ConnectionID: (facts: CallFacts, readAt: Timestamp)] = [:]

    subscript(id: ConnectionID?) -> CallFacts? { id.flatMap { self.known[$0]?.facts } }

    /// Reads those of `calls` that are not known; a connection that is gone keeps what was known of it.
    mutating func read(_ calls: [LoggedCall], _ transaction: Transaction, now: Timestamp) throws {
        if self.known.count > Self.most { self.known = [:] }
        for call in calls {
            guard case .exchange(let record, _) = call, let id = record.connection else { continue }
            if let known = self.known[id], now.milliseconds &- known.readAt.milliseconds < Self.longest { continue }
            if let row = try transaction.connections.find(id) {
                self.known[id] = (CallFacts(row), now)
            } else if let last = self.known[id] {
                self.known[id] = (last.facts, now)
            }
        }
    }
}

extension CallFacts {
    init(_ row: ConnectionRow) {
        self.init(
            integrationType: row.integrationType, environment: row.environment, externalXref: row.externalXref)
    }
}
