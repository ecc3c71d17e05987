//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The places between the steps of a refresh at which tests end the program, fail it or hold it up.
package enum Failpoint: String, CaseIterable, Sendable {
    case claimBefore = "claim.before"
    case claimWritten = "claim.written"
    case claimDone = "claim.done"
    case prepareBefore = "prepare.before"
    case prepareDone = "prepare.done"
    case requestBefore = "request.before"
    case requestFailed = "request.failed"
    case answerRead = "answer.read"
    case answerSealed = "answer.sealed"
    case answerNoted = "answer.noted"
    case answerWritten = "answer.written"
    case answerCommitted = "answer.committed"
    case settleBefore = "settle.before"
    case settleOpened = "settle.opened"
    case settleApplied = "settle.applied"
    case settleRowWritten = "settle.row-written"
    case settleLeaseWritten = "settle.lease-written"
    case settleClosed = "settle.closed"
    case settleCommitted = "settle.committed"
    case shardsBefore = "shards.before"
    case shardsTold = "shards.told"
    case refusalWritten = "refusal.written"
    case backoffWritten = "backoff.written"
    case replayBefore = "replay.before"
    case replayOpened = "replay.opened"
    case replayDone = "replay.done"
    case waitBefore = "wait.before"
    case recoverBefore = "recover.before"
    case recoverDone = "recover.done"
}

/// What happens at the places named by `Failpoint`: nothing, unless a test asked for it.
package struct Failpoints: Sendable {
    private let reached: (@Sendable (Failpoint) throws(RefreshError) -> Void)?

    /// `reached` ends the program, waits, or throws `RefreshError.abandoned`.
    package init(_ reached: @escaping @Sendable (Failpoint) throws(RefreshError) -> Void) { self.reached = reached }

    private init() { self.reached = nil }

    /// Nothing happens.
    package static let none = Failpoints()

    func hit(_ point: Failpoint) throws(RefreshError) { try self.reached?(point) }
}
