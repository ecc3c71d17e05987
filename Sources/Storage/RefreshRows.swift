//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Who may refresh a connection, and how its last refreshes went.
///
/// The row stays when the lease is given back: what was applied and what failed last must be known to the next holder.
package struct RefreshLease: Sendable {
    package var connection: ConnectionID
    /// Grows with every holder, over all connections.
    package var fence: UInt64
    package var holder: String
    /// Until when nobody else may refresh; in the past when it was given back.
    package var expiresAt: Timestamp
    /// The fence of the newest attempt whose answer was put into the connection's row.
    package var appliedFence: UInt64 = 0
    /// Failures since the last success.
    package var failures: Int64 = 0
    /// The vendor is not asked before.
    package var notBefore = Timestamp(milliseconds: 0)

    package init(connection: ConnectionID, fence: UInt64, holder: String, expiresAt: Timestamp) {
        self.connection = connection
        self.fence = fence
        self.holder = holder
        self.expiresAt = expiresAt
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.connection = try row.id(0)
        self.fence = UInt64(truncatingIfNeeded: try row.integer(1))
        self.holder = try row.text(2)
        self.expiresAt = try row.moment(3)
        self.appliedFence = UInt64(truncatingIfNeeded: try row.integer(4))
        self.failures = try row.integer(5)
        self.notBefore = try row.moment(6)
    }

    static let columns = "connection, fence, holder, expires_at, applied_fence, failures, not_before"

    var values: [SQLValue] {
        [
            .id(self.connection), .integer(Int64(truncatingIfNeeded: self.fence)), .text(self.holder),
            .moment(self.expiresAt), .integer(Int64(truncatingIfNeeded: self.appliedFence)), .integer(self.failures),
            .moment(self.notBefore),
        ]
    }
}

/// One request for a token, from before it is sent until what came of it is in the connection's row.
package struct RefreshAttempt: Sendable {
    package enum State: String, Sendable {
        /// The request may have been sent.
        case started
        /// The vendor's answer is here, sealed; it is still to be applied.
        case received
        /// Whoever sent the request was gone before an answer came.
        case unanswered
        case closed
    }

    /// What tells attempts apart, in their order: the fence and a number.
    package var id: String
    package var connection: ConnectionID
    package var workspace: WorkspaceID
    package var fence: UInt64
    /// The version for which the secrets were sealed that the request was made with.
    package var version: UInt64
    package var state = State.started
    package var wrappedKey: [UInt8]?
    package var sealedAnswer: [UInt8]?
    package var outcome: String?
    package var startedAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: String, connection: ConnectionID, workspace: WorkspaceID, fence: UInt64, version: UInt64, at: Timestamp
    ) {
        self.id = id
        self.connection = connection
        self.workspace = workspace
        self.fence = fence
        self.version = version
        self.startedAt = at
        self.updatedAt = at
    }

    init(_ row: SQLRow) throws(StoreError) {
        guard let state = State(rawValue: try row.text(5)) else { throw .unexpected(column: 5) }
        self.id = try row.text(0)
        self.connection = try row.id(1)
        self.workspace = try row.id(2)
        self.fence = UInt64(truncatingIfNeeded: try row.integer(3))
        self.version = UInt64(truncatingIfNeeded: try row.integer(4))
        self.state = state
        self.wrappedKey = try row.blobOrNil(6)
        self.sealedAnswer = try row.blobOrNil(7)
        self.outcome = try row.textOrNil(8)
        self.startedAt = try row.moment(9)
        self.updatedAt = try row.moment(10)
    }

    static let columns = """
        id, connection, workspace, fence, version, state, wrapped_key, sealed_answer, outcome, started_at, updated_at
        """

    var values: [SQLValue] {
        [
            .text(self.id), .id(self.connection), .id(self.workspace), .integer(Int64(truncatingIfNeeded: self.fence)),
            .integer(Int64(truncatingIfNeeded: self.version)), .text(self.state.rawValue),
            self.wrappedKey.map { .blob($0) } ?? .null, self.sealedAnswer.map { .blob($0) } ?? .null,
            .text(orNull: self.outcome), .moment(self.startedAt), .moment(self.updatedAt),
        ]
    }
}
