//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage
package import Vault

/// Shows the log of calls.
package struct APICallService: Sendable {
    private let store: Store
    private let bodies: BodySealing

    package init(store: Store, vault: Vault) {
        self.store = store
        self.bodies = BodySealing(vault: vault)
    }

    /// Limits out of range are brought into it.
    package func list(_ filter: APICallFilter) async throws(APICallError) -> [APICall] {
        var filter = filter
        filter.limit = min(max(filter.limit, 1), 1_000)
        filter.offset = max(filter.offset, 0)
        let wanted = filter
        return try await self.store.read(unavailable: APICallError.unavailable) { transaction in
            try transaction.apiCalls.list(wanted)
        }
    }

    /// The call, and its bodies when they were kept.
    package func get(
        _ id: RequestRecordID, in workspace: WorkspaceID
    ) async throws(APICallError) -> (call: APICall, bodies: KeptBodies?) {
        let row = try await self.store.read(unavailable: APICallError.unavailable) { transaction in
            try transaction.apiCalls.find(id, in: workspace)
        }
        guard let row else { throw .notFound }
        return (row, self.bodies.open(row))
    }
}

/// Why a call cannot be shown.
package enum APICallError: Error, Equatable {
    case notFound
    case unavailable(StoreError)
}
