//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import Hummingbird
import Model

/// `/unified/notification`: what has happened in the caller's workspace (CONTRACT section 2).
struct NotificationRoutes: Sendable {
    let notifications: NotificationService
    let integrations: IntegrationService

    var endpoints: [Endpoint] { [Endpoint(.get, "/unified/notification", self.list)] }

    @Sendable private func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = QueryString(request.uri.query)
        let filter = try NotificationFilter(query, in: context.workspace)
        if query.text("connection_id") != nil, filter.connection == nil { return try .json([API.Notification]()) }
        let workspace = try context.workspace
        return try .json(
            await self.notifications.list(filter).map { row in
                var shown = API.Notification(row)
                let integration = row.integrationType.flatMap { self.integrations.find($0, for: workspace) }
                shown.integrationName = integration?.name
                return shown
            })
    }
}

/// A notification has no name: `sort` by any of the usual members comes to the same order.
private enum NotificationSort: String {
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case name
}

extension NotificationFilter {
    fileprivate init(_ query: QueryString, in workspace: WorkspaceID) throws(Refusal) {
        self.init(workspace: workspace)
        self.limit = try query.count("limit") ?? self.limit
        self.offset = try query.count("offset") ?? 0
        self.updatedGTE = try query.moment("updated_gte")
        _ = try query.choice("sort", as: NotificationSort.self)
        if let order = try query.choice("order", as: ConnectionQuery.Order.self) {
            self.isDescending = order == .descending
        }
        self.connection = query.text("connection_id").flatMap { ConnectionID($0) }
        self.event = query.text("event")?.uppercased()
    }
}

extension API.Notification {
    fileprivate init(_ row: Model.Notification) {
        self.init()
        self.id = row.id.description
        self.createdAt = Instant(milliseconds: row.createdAt.milliseconds)
        self.updatedAt = Instant(milliseconds: (row.sentAt ?? row.createdAt).milliseconds)
        self.sentAt = row.sentAt.map { Instant(milliseconds: $0.milliseconds) }
        self.workspaceID = row.workspace.description
        self.event = row.event
        self.description = row.message
        self.connectionID = row.connection?.description
        self.integrationType = row.integrationType
        self.environment = row.environment
        self.externalXref = row.externalXref
    }
}
