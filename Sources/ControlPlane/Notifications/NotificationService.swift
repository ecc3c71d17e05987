//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage

/// Shows what has happened in a workspace.
package struct NotificationService: Sendable {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// Limits out of range are brought into it.
    package func list(_ filter: NotificationFilter) async throws(NotificationError) -> [Notification] {
        var filter = filter
        filter.limit = min(max(filter.limit, 1), 1_000)
        filter.offset = max(filter.offset, 0)
        let wanted = filter
        return try await self.store.read(unavailable: NotificationError.unavailable) { transaction in
            try transaction.notifications.list(wanted)
        }
    }
}

/// Why notifications cannot be shown.
package enum NotificationError: Error, Equatable {
    case unavailable(StoreError)
}
