//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a committed write made untrue; every shard forgets it before the write is answered (DESIGN section 1).
package enum Change: Sendable, Hashable {
    /// Snapshots of the connection older than `version` are no longer valid.
    case connection(ConnectionID, version: UInt64)
    /// The API key was added or revoked.
    case key(KeyDigest)
    /// The workspace's own integrations are others; their connections are told one by one.
    case integrations(WorkspaceID)
}
