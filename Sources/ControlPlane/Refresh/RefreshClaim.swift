//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Storage

/// Takes the right to refresh a connection: the lease and the attempt, in one commit, before anything is sent.
struct RefreshClaim: Sendable {
    enum Verdict: Sendable {
        /// Nothing is to be done; the row's version, when there is one.
        case settled(RefreshOutcome, version: UInt64?)
        /// Another process refreshes it.
        case wait
        /// Answers that were received and not applied go before any new request.
        case replay([RefreshAttempt], fence: UInt64)
        case send(Connection, RefreshAttempt, leaseEnd: Timestamp)
    }

    let parts: RefreshParts
    let id: ConnectionID
    let need: RefreshNeed

    func take() async throws(RefreshError) -> Verdict {
        try self.parts.failpoints.hit(.claimBefore)
        let now = self.parts.now()
        // What a commit that failed has left in this process comes first.
        let unsaved = self.parts.unsaved.lines(of: self.id)
        let verdict = try await self.parts.write { transaction in
            for line in unsaved {
                _ = try transaction.refreshes.receive(line.attempt, sealed: (line.key, line.answer), at: now)
            }
            return try self.decide(transaction, now)
        }
        if !unsaved.isEmpty { self.parts.unsaved.saved(self.id) }
        try self.parts.failpoints.hit(.claimDone)
        return verdict
    }

    private func decide(_ transaction: Transaction, _ now: Timestamp) throws -> Verdict {
        guard let row = try transaction.connections.find(self.id) else {
            try transaction.refreshes.forget(self.id)
            return .settled(.gone, version: nil)
        }
        let unapplied = try transaction.refreshes.attempts(of: self.id).filter { $0.state == .received }
        if unapplied.isEmpty, let outcome = try self.settled(row, now) {
            return .settled(outcome, version: row.version)
        }
        let lease = try transaction.refreshes.lease(of: self.id)
        // This process has one refresh of a connection at a time: what it still holds is left from one that failed.
        if let lease, lease.expiresAt > now, lease.holder != self.parts.holder { return .wait }
        if unapplied.isEmpty {
            if self.need.mindsBackoff, let lease, lease.notBefore > now {
                return .settled(.unavailable, version: row.version)
            }
            let connection = try self.opened(row)
            guard self.parts.source.isRefreshable(connection) else {
                try transaction.refreshes.schedule(self.id, at: nil)
                return .settled(.impossible, version: row.version)
            }
            let held = try self.hold(lease, transaction, now)
            let attempt = RefreshAttempt(
                id: "\(self.id)-\(held.fence)", connection: self.id, workspace: row.workspace, fence: held.fence,
                version: row.sealedVersion, at: now)
            try transaction.refreshes.insert(attempt)
            try self.parts.failpoints.hit(.claimWritten)
            return .send(connection, attempt, leaseEnd: held.expiresAt)
        }
        return .replay(unapplied, fence: try self.hold(lease, transaction, now).fence)
    }

    private func settled(_ row: ConnectionRow, _ now: Timestamp) throws(RefreshError) -> RefreshOutcome? {
        guard let shown = try? self.parts.sealing.shown(row) else { throw .credentialUnreadable }
        return self.need.settled(row, shown.auth, self.parts.schedule, now: now)
    }

    private func opened(_ row: ConnectionRow) throws(RefreshError) -> Connection {
        guard let connection = try? self.parts.sealing.opened(row) else { throw .credentialUnreadable }
        return connection
    }

    /// Takes the lease over; whoever held it before finds its fence gone.
    private func hold(
        _ lease: RefreshLease?, _ transaction: Transaction, _ now: Timestamp
    ) throws -> RefreshLease {
        let fence = try transaction.versions.next()
        let end = now.adding(self.parts.settings.leaseTime)
        var held =
            lease ?? RefreshLease(connection: self.id, fence: fence, holder: self.parts.holder, expiresAt: end)
        held.fence = fence
        held.holder = self.parts.holder
        held.expiresAt = end
        try transaction.refreshes.put(held)
        try transaction.refreshes.giveUp(on: self.id, before: fence, at: now)
        try transaction.refreshes.prune(
            self.id, before: now.adding(-self.parts.settings.keepsAttempts.wholeMilliseconds))
        return held
    }
}
