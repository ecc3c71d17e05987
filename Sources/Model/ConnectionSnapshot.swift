//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// All that a shard needs to forward a connection's requests, resolved ahead of the first one.
///
/// A snapshot is made by the control plane from one row and never changes; a newer row has a higher `version`.
package struct ConnectionSnapshot: Sendable {
    package var id: ConnectionID
    /// Grows with every change of the row, so that a load that began before a change can be told (DESIGN section 1).
    package var version: UInt64
    package var workspace: WorkspaceID
    package var integrationType: String
    package var isPaused: Bool
    package var base: UpstreamBase
    package var credential: CredentialScheme
    /// The integration's own fields; each gives way to the caller's of the same name.
    package var staticHeaders: [StaticHeader]
    /// Hosts that `__domain` may name for this connection, besides `base.host`.
    package var allowedHosts: [HostPattern]
    /// When the credential ends: no request may be sent with it from then on; `nil` when that is not known.
    package var expiresAt: Timestamp?
    /// When the snapshot is to be asked for again, so that the credential is renewed before it ends; `nil` for never.
    package var renewAt: Timestamp?
    /// Whether a fresh credential can be asked for when the vendor refuses this one (CONTRACT 1.8).
    package var isRefreshable = false
    package var capture = BodyCapture.off

    package init(
        id: ConnectionID, version: UInt64, workspace: WorkspaceID, integrationType: String, isPaused: Bool = false,
        base: UpstreamBase, credential: CredentialScheme, staticHeaders: [StaticHeader] = [],
        allowedHosts: [HostPattern] = []
    ) {
        self.id = id
        self.version = version
        self.workspace = workspace
        self.integrationType = integrationType
        self.isPaused = isPaused
        self.base = base
        self.credential = credential
        self.staticHeaders = staticHeaders
        self.allowedHosts = allowedHosts
    }
}

/// A request header field that an integration wants on every request.
package struct StaticHeader: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// What the control plane knows of a connection id.
package enum SnapshotAnswer: Sendable {
    case found(ConnectionSnapshot)
    /// No such connection, or a deleted one.
    case unknown
    /// The connection is there, but cannot be used until the customer or the operator mends it.
    case unusable(workspace: WorkspaceID, version: UInt64)
    /// The store could not be asked; nothing is known.
    case unavailable
}
