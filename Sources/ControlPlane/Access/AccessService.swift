//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage
package import Vault

/// Makes, finds and revokes API keys.
package struct AccessService: Sendable {
    private let store: Store
    private let hasher: KeyHasher
    private let surroundings: Surroundings

    package init(store: Store, hasher: KeyHasher, surroundings: Surroundings) {
        self.store = store
        self.hasher = hasher
        self.surroundings = surroundings
    }

    /// Makes a key; it is shown this once and stored as a hash.
    package func createKey(named name: String, in workspace: WorkspaceID) async throws(AccessError) -> Secret {
        guard name.utf8.count <= 200, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalid("a key's name is at most 200 bytes without control characters")
        }
        let key = APIKey.generate(random: self.surroundings.random)
        let row = APIKeyRow(key, hasher: self.hasher, name: name, workspace: workspace, at: self.surroundings.now())
        try await self.store.write(unavailable: AccessError.unavailable) { transaction in
            try transaction.keys.insert(row)
        }
        await self.surroundings.changed(.key(row.digest))
        return key
    }

    /// Who presents a key of that hash: one indexed read.
    package func caller(for digest: KeyDigest) async -> CallerAnswer {
        do {
            let row = try await self.store.read { transaction in try transaction.keys.find(digest) }
            guard let row, row.revokedAt == nil else { return .unknown }
            return .found(Caller(keyID: row.identifier, workspace: row.workspace))
        } catch { return .unavailable }
    }

    package func authenticate(_ key: Secret) async -> CallerAnswer { await self.caller(for: self.hasher.digest(key)) }

    package func listKeys(in workspace: WorkspaceID) async throws(AccessError) -> [KeySummary] {
        try await self.store.read(unavailable: AccessError.unavailable) { transaction in
            try transaction.keys.list(in: workspace).map { row in
                KeySummary(
                    prefix: row.identifier, name: row.name, createdAt: row.createdAt, revokedAt: row.revokedAt)
            }
        }
    }

    /// Revokes the key; no request is served with it once this returns.
    package func revokeKey(prefix: String, in workspace: WorkspaceID) async throws(AccessError) {
        let now = self.surroundings.now()
        let digests = try await self.store.write(unavailable: AccessError.unavailable) { transaction in
            try transaction.keys.revoke(prefix, in: workspace, at: now)
        }
        guard !digests.isEmpty else { throw .notFound }
        for digest in digests { await self.surroundings.changed(.key(digest)) }
    }
}

extension APIKeyRow {
    init(_ key: Secret, hasher: KeyHasher, name: String, workspace: WorkspaceID, at moment: Timestamp) {
        let digest = hasher.digest(key)
        self.init(
            digest: digest, workspace: workspace, identifier: APIKey.identifier(of: key, digest: digest), name: name,
            createdAt: moment)
    }
}
