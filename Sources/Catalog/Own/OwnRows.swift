//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Synchronization

/// The rows of each workspace, in memory: what the store has, as of the last time it was read.
final class OwnRows: Sendable {
    private struct Held {
        var version: UInt64
        var rows: RowSet
    }

    private let held = Mutex<[WorkspaceID: Held]>([:])

    func rows(of workspace: WorkspaceID) -> RowSet? { self.held.withLock { $0[workspace]?.rows } }

    /// Keeps `rows` unless newer ones are here: two readers of the store may come in either order.
    func hold(_ rows: [RowText], of workspace: WorkspaceID, version: UInt64) {
        self.held.withLock { held in
            guard version >= held[workspace]?.version ?? 0 else { return }
            held[workspace] = Held(version: version, rows: RowSet(rows))
        }
    }
}
