//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage
package import Vault

/// Finds the workspace of this installation, and makes it at the first start.
package struct WorkspaceService: Sendable {
    /// The workspace, and its first key when it was made just now: it is shown this once.
    package struct Opened: Sendable {
        package var workspace: WorkspaceID
        package var firstKey: Secret?
    }

    private let store: Store
    private let hasher: KeyHasher
    private let surroundings: Surroundings

    package init(store: Store, hasher: KeyHasher, surroundings: Surroundings) {
        self.store = store
        self.hasher = hasher
        self.surroundings = surroundings
    }

    /// May be called at every start, by several processes at once; a workspace that never had a key gets one if asked.
    package func open(makesFirstKey: Bool) async throws(AccessError) -> Opened {
        let now = self.surroundings.now()
        let candidate = WorkspaceID.make(now: now, random: self.surroundings.random)
        let key = APIKey.generate(random: self.surroundings.random)
        let hasher = self.hasher
        let opened = try await self.store.write(unavailable: AccessError.unavailable) { transaction in
            let workspace = try transaction.workspaces.first() ?? candidate
            if workspace == candidate { try transaction.workspaces.insert(workspace, name: "default", at: now) }
            guard makesFirstKey, try !transaction.keys.hasAny(in: workspace) else {
                return Opened(workspace: workspace, firstKey: nil)
            }
            try transaction.keys.insert(
                APIKeyRow(key, hasher: hasher, name: "first key", workspace: workspace, at: now))
            return Opened(workspace: workspace, firstKey: key)
        }
        if opened.firstKey != nil { await self.surroundings.changed(.key(self.hasher.digest(key))) }
        return opened
    }
}
