//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage

/// Makes tokens that let a customer authorise a connection anew (CONTRACT section 2).
///
/// A token is used up when the connection is stored: a customer who turns back may try again while it lives, and who
/// was through cannot come again.
package struct ReauthorizationService: Sendable {
    private let store: Store
    private let surroundings: Surroundings

    /// In milliseconds.
    private static let life: Int64 = 15 * 60_000

    package init(store: Store, surroundings: Surroundings) {
        self.store = store
        self.surroundings = surroundings
    }

    package func token(
        for id: ConnectionID, in workspace: WorkspaceID
    ) async throws(AuthorizationError) -> (token: Secret, expiresAt: Timestamp) {
        let token = AuthorizationToken.make(self.surroundings.random)
        let now = self.surroundings.now()
        let row = ReauthTokenRow(
            digest: AuthorizationToken.digest(token, .reauth), workspace: workspace, connection: id,
            expiresAt: now.adding(Self.life))
        try await self.store.write(unavailable: AuthorizationError.unavailable) { transaction in
            guard try transaction.connections.owner(of: id) == workspace else {
                throw AuthorizationError.unknownConnection
            }
            try transaction.reauthTokens.deleteExpired(at: now, limit: 100)
            try transaction.reauthTokens.insert(row, at: now)
        }
        return (token, row.expiresAt)
    }
}
