//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The door to the control plane: asked on a miss, never on a hit (DESIGN section 1).
///
/// Called from a task of its own, one call a key and shard at a time; may take as long as it takes.
/// Whoever waits gives up by its own deadline.
package protocol SnapshotSource: Sendable {
    func snapshot(for id: ConnectionID) async -> SnapshotAnswer
    func caller(for digest: KeyDigest) async -> CallerAnswer
    /// The vendor refused the credential of that version of the connection.
    func refresh(_ id: ConnectionID, refused version: UInt64) async -> RefreshAnswer
}
