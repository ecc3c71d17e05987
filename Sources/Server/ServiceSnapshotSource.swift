//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import DataPlane
internal import Model

/// The door between the planes: what a shard asks on a miss is answered by the services.
struct ServiceSnapshotSource: SnapshotSource {
    let snapshots: SnapshotService
    let access: AccessService

    func snapshot(for id: ConnectionID) async -> SnapshotAnswer { await self.snapshots.snapshot(for: id) }

    func refresh(_ id: ConnectionID, refused version: UInt64) async -> RefreshAnswer {
        await self.snapshots.refresh(id, refused: version)
    }

    func caller(for digest: KeyDigest) async -> CallerAnswer { await self.access.caller(for: digest) }
}
