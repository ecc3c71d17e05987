//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage

/// Which connections a list shows; limits out of range are brought into it.
package struct ConnectionQuery: Sendable {
    package typealias Sort = ConnectionFilter.Sort
    package enum Order: String, Sendable {
        case ascending = "asc"
        case descending = "desc"
    }

    package static let defaultLimit = 100
    package static let largestLimit = 1_000

    package var limit = ConnectionQuery.defaultLimit
    package var offset = 0
    package var updatedGTE: Timestamp?
    package var sort = Sort.createdAt
    package var order = Order.ascending
    /// Any of them; empty asks for nothing.
    package var categories: [String] = []
    /// Any of them; empty asks for nothing.
    package var permissions: [String] = []
    package var environment: String?
    package var externalXref: String?

    package init() {}

    func filter(in workspace: WorkspaceID) throws(ConnectionError) -> ConnectionFilter {
        guard self.categories.count + self.permissions.count <= 100 else { throw .invalid("too many filters") }
        var filter = ConnectionFilter(workspace: workspace)
        filter.limit = min(max(self.limit, 1), Self.largestLimit)
        filter.offset = max(self.offset, 0)
        filter.updatedGTE = self.updatedGTE
        filter.sort = self.sort
        filter.isDescending = self.order == .descending
        filter.categories = self.categories
        filter.permissions = self.permissions
        filter.environment = self.environment
        filter.externalXref = self.externalXref
        return filter
    }
}
