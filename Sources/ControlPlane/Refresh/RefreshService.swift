//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Logging
package import Model
package import Storage
package import Vault

/// Keeps the credentials of connections fresh and loses none of them (DESIGN section 6, CONTRACT 1.8).
///
/// One refresh of a connection at a time: in this process by a table of flights, across processes by a lease.
package struct RefreshService: Sendable {
    private let parts: RefreshParts
    private let flights = RefreshFlights()

    /// Of `role`, by which this process names itself in leases, there may be one at a time: see `takeOver`.
    package init(
        store: Store, vault: Vault, source: any TokenSource, surroundings: Surroundings,
        settings: RefreshSettings = RefreshSettings(), log: CallLog = .none, journal: AnswerJournal = .none,
        failpoints: Failpoints = .none, role: String = "server", logger: Logger
    ) {
        let name = surroundings.random(8).map { String($0, radix: 16) }.joined(separator: ".")
        self.parts = RefreshParts(
            store: store, vault: vault, source: source, surroundings: surroundings, settings: settings, log: log,
            journal: journal, unsaved: UnsavedAnswers(journal: journal), failpoints: failpoints, logger: logger,
            holder: "\(role):\(name)")
    }

    package var settings: RefreshSettings { self.parts.settings }

    /// Renews what is about to end or has ended; nothing is sent when somebody else did already.
    package func renew(_ id: ConnectionID) async -> RefreshOutcome { await self.fly(id, .renewal) }

    /// Renews in the background.
    package func renewSoon(_ id: ConnectionID) async {
        let parts = self.parts
        _ = await self.flights.join(id) { await RefreshFlight(parts: parts, id: id, need: .renewal).run() }
    }

    /// The vendor refused the credential of that version of the connection.
    package func refused(_ id: ConnectionID, version: UInt64) async -> RefreshAnswer {
        switch await self.fly(id, .refused(version: version)) {
        case .refreshed: .refreshed
        case .unauthorized: .unauthorized
        case .unneeded, .unavailable, .impossible, .gone: .unavailable
        }
    }

    /// Refreshes because somebody asks for it, also a connection that was given up.
    package func refresh(_ id: ConnectionID) async -> RefreshOutcome { await self.fly(id, .demand) }

    /// Refreshes a connection whose `refresh_at` has passed.
    func refreshDue(_ id: ConnectionID) async -> RefreshOutcome { await self.fly(id, .due) }

    /// Applies what was received and not applied.
    func replay(_ id: ConnectionID) async -> RefreshOutcome { await self.fly(id, .replay) }

    /// Whether requests with the connection's credential may be answered by a fresh one.
    func isRefreshable(_ connection: Connection) -> Bool { self.parts.source.isRefreshable(connection) }

    func state(of auth: ConnectionAuth) -> RefreshSchedule.State {
        self.parts.schedule.state(of: auth, at: self.parts.now())
    }

    /// Returns when no refresh of this process is under way any more.
    package func settle() async { await self.flights.settle() }

    /// Joins a flight until one ends that was for this need: one that began before may have had less to do.
    private func fly(_ id: ConnectionID, _ need: RefreshNeed) async -> RefreshOutcome {
        let parts = self.parts
        while true {
            let joined = await self.flights.join(id) { await RefreshFlight(parts: parts, id: id, need: need).run() }
            let outcome = await joined.flight.value
            if joined.isNew || outcome == .unavailable || outcome == .gone { return outcome }
            if outcome == .refreshed, need == .renewal { return outcome }
        }
    }
}

extension RefreshService {
    /// Takes up what an earlier process left, of which nobody runs any more: its leases and the answers that it noted.
    ///
    /// To be called before the first request, by a process that alone has its role on this store. Whoever went on after
    /// a failure could send a refresh token again whose answer is here.
    ///
    /// - Throws: `RefreshError`.
    package func takeOver(role: String = "server") async throws(RefreshError) {
        let lines = self.parts.journal.left().compactMap { AnswerLine($0) }
        let now = self.parts.now()
        try self.parts.failpoints.hit(.recoverBefore)
        let ended = try await self.parts.write { transaction in
            for line in lines {
                _ = try transaction.refreshes.receive(line.attempt, sealed: (line.key, line.answer), at: now)
            }
            return try transaction.refreshes.endLeases(ofHoldersNamed: "\(role):")
        }
        self.parts.journal.clear()
        try self.parts.failpoints.hit(.recoverDone)
        guard ended > 0 else { return }
        self.parts.logger.notice("took over interrupted refreshes", metadata: ["count": "\(ended)"])
    }

    /// Takes over, and applies the answers that were received and not applied.
    package func recover(role: String = "server") async throws(RefreshError) {
        try await self.takeOver(role: role)
        for id in try await self.unapplied() { _ = await self.replay(id) }
    }

    func unapplied() async throws(RefreshError) -> [ConnectionID] {
        try await self.parts.store.read(unavailable: RefreshError.unavailable) { transaction in
            try transaction.refreshes.unapplied(limit: 1_000)
        }
    }

    func due(limit: Int) async throws(RefreshError) -> [ConnectionID] {
        let now = self.parts.now()
        return try await self.parts.store.read(unavailable: RefreshError.unavailable) { transaction in
            try transaction.refreshes.due(at: now, limit: limit)
        }
    }

    var logger: Logger { self.parts.logger }
}
