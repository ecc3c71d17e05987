//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Outgoing
internal import Storage

/// Puts what a vendor answered into the connection's row: by compare and swap, in one commit with the attempt's end.
///
/// Invariants:
/// 1. The row changes only while the lease is of the fence that settles.
/// 2. An attempt's answer is applied only if no later attempt's was, and if the connection still holds the refresh
///    token that was sent, or the very secrets: a customer's own change wins, and no older token replaces a newer.
/// 3. A row that is gone stays gone.
struct RefreshSettlement: Sendable {
    struct Result: Sendable {
        var outcome: RefreshOutcome
        /// The row's new version, when it changed.
        var version: UInt64?
        /// A code when the vendor refused or failed.
        var error: String?
        /// The connection as it is stored now, when a fresh credential was.
        var refreshed: Connection?
        /// A connection with tokens that nobody will use: it was deleted meanwhile.
        var orphan: Connection?
        /// Another holder has the lease by now: the answer is to be applied under a new one.
        var isFenced = false
    }

    enum Answer: Sendable {
        case received(OutgoingAnswer)
        /// Nothing was sent, or no answer came.
        case failed(OAuthFailure)
    }

    let parts: RefreshParts
    let attempt: RefreshAttempt
    let sent: SentRequest
    let answer: Answer
    /// Of the lease under which this is done.
    let fence: UInt64
    /// The connection that the request was made for, when it was made just now.
    var sentFor: Connection?

    func commit() async throws(RefreshError) -> Result {
        try self.parts.failpoints.hit(.settleBefore)
        let now = self.parts.now()
        let result = try await self.parts.write { transaction in try self.settle(transaction, now) }
        try self.parts.failpoints.hit(.settleCommitted)
        return result
    }

    private func settle(_ transaction: Transaction, _ now: Timestamp) throws -> Result {
        guard let row = try transaction.connections.find(self.attempt.connection) else {
            try transaction.refreshes.forget(self.attempt.connection)
            return Result(outcome: .gone, orphan: self.orphan(now))
        }
        guard var lease = try transaction.refreshes.lease(of: self.attempt.connection), lease.fence == self.fence
        else { return try self.fenced(transaction, now) }
        lease.expiresAt = Timestamp(milliseconds: 0)
        guard var connection = try? self.parts.sealing.opened(row) else { throw RefreshError.credentialUnreadable }
        guard self.attempt.fence > lease.appliedFence, self.belongs(to: connection, row) else {
            return try self.close(lease, "superseded", Result(outcome: .refreshed), transaction, now)
        }
        try self.parts.failpoints.hit(.settleOpened)
        do throws(OAuthFailure) {
            try self.apply(to: &connection, now)
        } catch {
            return try self.fail(error, connection, row, lease, transaction, now)
        }
        try self.parts.failpoints.hit(.settleApplied)
        return try self.store(connection, wasUnauthorized: row.isUnauthorized, lease, transaction, now)
    }

    private func belongs(to connection: Connection, _ row: ConnectionRow) -> Bool {
        if row.sealedVersion == self.attempt.version { return true }
        guard let sent = self.sent.refreshToken else { return false }
        return connection.auth.refreshToken == sent
    }

    private func apply(to connection: inout Connection, _ now: Timestamp) throws(OAuthFailure) {
        switch self.answer {
        case .received(let answer):
            try self.parts.source.apply(answer, to: &connection.auth, of: connection, now: now)
        case .failed(let failure): throw failure
        }
    }

    /// An answer is kept for whoever holds the lease next, first of all ourselves; a failure is only noted.
    private func fenced(_ transaction: Transaction, _ now: Timestamp) throws -> Result {
        guard case .failed(let failure) = self.answer else { return Result(outcome: .unavailable, isFenced: true) }
        try transaction.refreshes.close(self.attempt.id, outcome: "failed:\(failure.code)", at: now)
        return Result(outcome: .unavailable, error: failure.code)
    }

    private func store(
        _ fresh: Connection, wasUnauthorized: Bool, _ lease: RefreshLease, _ transaction: Transaction, _ now: Timestamp
    ) throws -> Result {
        var connection = fresh
        connection.version = try transaction.versions.next()
        connection.isUnauthorized = false
        self.parts.schedule.complete(&connection, at: now)
        guard let row = try? self.parts.sealing.row(sealing: connection) else {
            throw RefreshError.credentialUnreadable
        }
        guard try transaction.connections.put(row) else { throw RefreshError.credentialUnreadable }
        try self.parts.failpoints.hit(.settleRowWritten)
        if wasUnauthorized { try self.parts.log.notice(ConnectionNotice(.healthy, of: row, at: now), transaction) }
        var lease = lease
        lease.appliedFence = self.attempt.fence
        lease.failures = 0
        lease.notBefore = Timestamp(milliseconds: 0)
        let result = Result(outcome: .refreshed, version: connection.version, refreshed: connection)
        return try self.close(lease, "applied", result, transaction, now)
    }

    private func close(
        _ lease: RefreshLease, _ outcome: String, _ result: Result, _ transaction: Transaction, _ now: Timestamp
    ) throws -> Result {
        try transaction.refreshes.put(lease)
        try self.parts.failpoints.hit(.settleLeaseWritten)
        try transaction.refreshes.close(self.attempt.id, outcome: outcome, at: now)
        try self.parts.failpoints.hit(.settleClosed)
        return result
    }

    /// The connection as it would be: its tokens are to be revoked, for nobody will.
    private func orphan(_ now: Timestamp) -> Connection? {
        guard var connection = self.sentFor,
            (try? self.apply(to: &connection, now)) != nil
        else { return nil }
        return connection
    }
}

extension RefreshSettlement {
    /// Puts down what the vendor said instead of a credential.
    private func fail(
        _ failure: OAuthFailure, _ connection: Connection, _ row: ConnectionRow, _ lease: RefreshLease,
        _ transaction: Transaction, _ now: Timestamp
    ) throws -> Result {
        switch failure {
        case .permanent(let code, _):
            return try self.refuse(code, connection, row, lease, transaction, now)
        case .transient(let code, _, let retryAfter):
            var failed = lease
            // Where nothing may be sent the vendor has done nothing wrong: whoever may send must not wait for it.
            if code != "egress_denied" { failed.failures = min(failed.failures, 1_000_000) + 1 }
            failed.notBefore = now.adding(
                self.parts.schedule.backoff(
                    failures: failed.failures, retryAfter: retryAfter, random: self.parts.surroundings.random(8)))
            try self.parts.failpoints.hit(.backoffWritten)
            let result = Result(outcome: .unavailable, error: code)
            return try self.close(failed, "failed:\(code)", result, transaction, now)
        }
    }

    /// The customer, or the operator, must act: nothing that we could ask again would help.
    private func refuse(
        _ code: String, _ connection: Connection, _ row: ConnectionRow, _ lease: RefreshLease,
        _ transaction: Transaction, _ now: Timestamp
    ) throws -> Result {
        var refused = connection
        refused.version = try transaction.versions.next()
        refused.isUnauthorized = true
        refused.lastUnhealthyAt = now
        refused.lastUnhealthyCode = code
        // A wrong client secret is put right by the operator, without the customers.
        refused.refreshAt = code == "invalid_grant" ? nil : now.adding(self.parts.settings.refusalRetry)
        // What the vendor refused is of no use, whenever it was to end.
        if self.sent.wasRefused { refused.auth.expiryDate = min(refused.auth.expiryDate ?? now, now) }
        guard try transaction.connections.put(self.parts.sealing.row(refused, keepingSecretsOf: row)) else {
            throw RefreshError.credentialUnreadable
        }
        try self.parts.failpoints.hit(.refusalWritten)
        if !row.isUnauthorized {
            try self.parts.log.notice(ConnectionNotice(.unhealthy(code: code), of: row, at: now), transaction)
        }
        let result = Result(outcome: .unauthorized, version: refused.version, error: code)
        return try self.close(lease, "refused:\(code)", result, transaction, now)
    }
}
