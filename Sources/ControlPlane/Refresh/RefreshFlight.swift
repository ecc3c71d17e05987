//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Logging
internal import Model
internal import Outgoing
internal import Storage

/// One refresh of one connection, from the claim to the end of its attempt.
///
///     claim ──▶ attempt started ──▶ POST ──▶ answer received ──▶ applied, attempt closed ──▶ shards forget
///       │ settled: nothing to do       │ no answer: failed, attempt closed
///       │ held by another: wait, look again
///       │ answers of earlier attempts: apply them, look again
///
/// Each arrow is a commit, except the POST. Ended anywhere, the next flight goes on from the last commit:
/// 1. before `started`: as if nothing had been;
/// 2. `started`: the request may have been answered; the same refresh token is sent again, which a vendor with a reuse
///    window answers and a strict one refuses;
/// 3. `received`: the answer is applied, nothing is sent.
struct RefreshFlight: Sendable {
    let parts: RefreshParts
    let id: ConnectionID
    let need: RefreshNeed

    func run() async -> RefreshOutcome {
        do throws(RefreshError) {
            return try await self.untilSettled()
        } catch {
            self.parts.logger.error(
                "a refresh could not be completed", metadata: ["connection": "\(self.id)", "reason": "\(error)"])
            return .unavailable
        }
    }

    private func untilSettled() async throws(RefreshError) -> RefreshOutcome {
        let claim = RefreshClaim(parts: self.parts, id: self.id, need: self.need)
        let end = self.parts.now().adding(self.parts.settings.patience)
        repeat {
            switch try await claim.take() {
            case .settled(let outcome, let version):
                // Another process may have refreshed it, of which the shards of this one were not told.
                if outcome == .refreshed, let version { try await self.tellShards(version) }
                return outcome
            case .wait:
                try self.parts.failpoints.hit(.waitBefore)
                await self.parts.settings.sleep(self.parts.settings.pollInterval)
            case .replay(let attempts, let fence):
                for attempt in attempts {
                    let outcome = try await self.replay(attempt, fence: fence)
                    // Whoever asked for a fresh credential has one.
                    if self.need == .demand, outcome == .refreshed { return .refreshed }
                }
            case .send(let connection, let attempt, let leaseEnd):
                let result = try await self.send(connection, attempt, leaseEnd: leaseEnd)
                if !result.isFenced { return result.outcome }
            }
        } while self.parts.now() < end
        return .unavailable
    }

    private func replay(_ attempt: RefreshAttempt, fence: UInt64) async throws(RefreshError) -> RefreshOutcome {
        try self.parts.failpoints.hit(.replayBefore)
        let received = try ReceivedAnswer.opened(attempt, vault: self.parts.vault)
        try self.parts.failpoints.hit(.replayOpened)
        let settlement = RefreshSettlement(
            parts: self.parts, attempt: attempt, sent: received.sent, answer: .received(received.answer), fence: fence)
        let result = try await self.finish(try await settlement.commit())
        try self.parts.failpoints.hit(.replayDone)
        return result.outcome
    }

    private func send(
        _ connection: Connection, _ attempt: RefreshAttempt, leaseEnd: Timestamp
    ) async throws(RefreshError) -> RefreshSettlement.Result {
        let sent = SentRequest(refreshToken: connection.auth.refreshToken, wasRefused: self.need.wasRefused)
        let answer = try await self.answer(to: connection, attempt, sent, leaseEnd: leaseEnd)
        let settlement = RefreshSettlement(
            parts: self.parts, attempt: attempt, sent: sent, answer: answer, fence: attempt.fence, sentFor: connection)
        return try await self.finish(try await settlement.commit())
    }

    /// Asks the vendor; an answer is durable when this returns.
    private func answer(
        to connection: Connection, _ attempt: RefreshAttempt, _ sent: SentRequest, leaseEnd: Timestamp
    ) async throws(RefreshError) -> RefreshSettlement.Answer {
        try self.parts.failpoints.hit(.prepareBefore)
        var call = RefreshCall(connection, at: self.parts.now())
        defer { call.record(self.parts.log, at: self.parts.now()) }
        do throws(OAuthFailure) {
            let request = try await self.parts.source.prepare(connection)
            call.prepared(request)
        } catch {
            call.failed(error.code)
            return .failed(error)
        }
        try self.parts.failpoints.hit(.prepareDone)
        guard let request = call.request, self.parts.now().adding(request.timeout) < leaseEnd else {
            call.failed("late")
            return .failed(.transient(code: "late", message: "the lease would end before the answer", retryAfter: nil))
        }
        try self.parts.failpoints.hit(.requestBefore)
        let answer: OutgoingAnswer
        do throws(OutgoingFailure) {
            answer = try await self.parts.source.send(request)
        } catch {
            let failure = OAuthFailure(error)
            call.failed(failure.code)
            try self.parts.failpoints.hit(.requestFailed)
            return .failed(failure)
        }
        try self.parts.failpoints.hit(.answerRead)
        call.answered(answer.status, at: self.parts.now())
        try await self.keep(ReceivedAnswer(sent: sent, answer: answer), of: attempt)
        return .received(answer)
    }

    private func keep(_ received: ReceivedAnswer, of attempt: RefreshAttempt) async throws(RefreshError) {
        let sealed = try received.sealed(for: attempt, vault: self.parts.vault)
        try self.parts.failpoints.hit(.answerSealed)
        self.parts.unsaved.note(AnswerLine(attempt: attempt.id, sealed: sealed), of: self.id)
        try self.parts.failpoints.hit(.answerNoted)
        let now = self.parts.now()
        // Kept under no condition of the fence: this may be the only copy of the only token that the vendor accepts.
        _ = try await self.parts.write { transaction in
            let isKept = try transaction.refreshes.receive(attempt.id, sealed: sealed, at: now)
            try self.parts.failpoints.hit(.answerWritten)
            return isKept
        }
        self.parts.unsaved.saved(self.id)
        try self.parts.failpoints.hit(.answerCommitted)
    }

    /// What follows the commit.
    private func finish(
        _ result: RefreshSettlement.Result
    ) async throws(RefreshError) -> RefreshSettlement.Result {
        if let error = result.error {
            self.parts.logger.warning(
                "a connection was not refreshed", metadata: ["connection": "\(self.id)", "reason": "\(error)"])
        }
        if let orphan = result.orphan, self.parts.source.revocationURL(of: orphan) != nil {
            _ = await self.parts.source.revoke(orphan)
        }
        if let version = result.version { try await self.tellShards(version) }
        if let refreshed = result.refreshed, self.parts.source.hasFurtherSteps(refreshed) {
            try await RefreshLogin(parts: self.parts, connection: refreshed).run()
        }
        return result
    }

    private func tellShards(_ version: UInt64) async throws(RefreshError) {
        try self.parts.failpoints.hit(.shardsBefore)
        await self.parts.surroundings.changed(.connection(self.id, version: version))
        try self.parts.failpoints.hit(.shardsTold)
    }
}
