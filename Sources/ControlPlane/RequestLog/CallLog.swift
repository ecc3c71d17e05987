//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage

/// Who is told of our own calls to vendors, and of what becomes of connections.
///
/// The services that authorise and refresh know no more of the log than this.
package struct CallLog: Sendable {
    /// Records one call; returns at once and never fails the caller.
    package var record: @Sendable (OwnCall) -> Void
    /// Notes an event of a connection in the transaction of the change that it tells of, so that neither is ever
    /// without the other.
    package var notice: @Sendable (ConnectionNotice, Transaction) throws -> Void

    package init(
        record: @escaping @Sendable (OwnCall) -> Void = { _ in },
        notice: @escaping @Sendable (ConnectionNotice, Transaction) throws -> Void = { _, _ in }
    ) {
        self.record = record
        self.notice = notice
    }

    /// Keeps nothing.
    package static let none = CallLog()
}

/// A call of ours to a vendor's authorization server.
package struct OwnCall: Sendable {
    package enum Kind: String, Sendable {
        case login
        case refresh
        case revocation
    }

    package var kind: Kind
    package var workspace: WorkspaceID
    package var connection: ConnectionID?
    package var integrationType: String
    package var environment: String
    package var externalXref: String?
    package var method = "POST"
    /// Scheme, host and path of what was called; without its query, which may hold a secret.
    package var url: String
    /// What the vendor answered with; `nil` when no answer came.
    package var status: Int?
    /// A code, as in `last_unhealthy_code`; `nil` when all went well.
    package var error: String?
    package var startedAt: Timestamp
    /// From the first byte sent to the last received, in milliseconds.
    package var vendorTime: Int64?

    package init(
        kind: Kind, workspace: WorkspaceID, integrationType: String, environment: String, url: String,
        startedAt: Timestamp
    ) {
        self.kind = kind
        self.workspace = workspace
        self.integrationType = integrationType
        self.environment = environment
        self.url = url
        self.startedAt = startedAt
    }
}

/// Something that whoever looks after a connection wants to know.
package struct ConnectionNotice: Sendable {
    package enum Event: Sendable, Hashable {
        case created
        case updated
        case deleted
        case paused
        case unpaused
        /// It works again after it did not.
        case healthy
        /// The vendor refuses what we hold: the customer must reconnect.
        case unhealthy(code: String)
        /// What we hold ends at that moment and cannot be renewed.
        case expiring(at: Timestamp)
    }

    package var event: Event
    package var connection: ConnectionID
    package var workspace: WorkspaceID
    package var integrationType: String
    package var environment: String
    package var externalXref: String?
    package var at: Timestamp

    package init(_ event: Event, of row: ConnectionRow, at moment: Timestamp) {
        self.event = event
        self.connection = row.id
        self.workspace = row.workspace
        self.integrationType = row.integrationType
        self.environment = row.environment
        self.externalXref = row.externalXref
        self.at = moment
    }
}

extension ConnectionNotice.Event {
    /// A connection that is paused or goes on again is not said to have changed.
    init(ofChangeTo changed: ConnectionRow, from row: ConnectionRow) {
        self = changed.isPaused == row.isPaused ? .updated : (changed.isPaused ? .paused : .unpaused)
    }
}
