//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import Hummingbird
import Model

/// `/unified/apicall`: the log of calls (CONTRACT section 2).
struct APICallRoutes: Sendable {
    let calls: APICallService

    var endpoints: [Endpoint] {
        [Endpoint(.get, "/unified/apicall", self.list), Endpoint(.get, "/unified/apicall/:id", self.get)]
    }

    /// No call is one of a webhook subscription, and a connection whose id is malformed has none.
    @Sendable private func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = QueryString(request.uri.query)
        let filter = try APICallFilter(query, in: context.workspace)
        let isEmpty =
            query.text("webhook_id") != nil || (query.text("connection_id") != nil && filter.connection == nil)
        return try .json(isEmpty ? [] : await self.calls.list(filter).map { API.APICall($0) })
    }

    @Sendable private func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        guard let text = context.parameters.get("id"), let id = RequestRecordID(text) else {
            throw Refusal.callNotFound
        }
        let (row, bodies) = try await self.calls.get(id, in: context.workspace)
        var call = API.APICall(row)
        call.requestBody = bodies?.request.map(API.CapturedBody.init)
        call.responseBody = bodies?.response.map(API.CapturedBody.init)
        return try .json(call)
    }
}

extension APICallFilter {
    fileprivate init(_ query: QueryString, in workspace: WorkspaceID) throws(Refusal) {
        self.init(workspace: workspace)
        self.limit = try query.count("limit") ?? self.limit
        self.offset = try query.count("offset") ?? 0
        self.updatedGTE = try query.moment("updated_gte")
        self.sort = try query.choice("sort", as: Sort.self) ?? .createdAt
        if let order = try query.choice("order", as: ConnectionQuery.Order.self) {
            self.isDescending = order == .descending
        }
        self.connection = query.text("connection_id").flatMap { ConnectionID($0) }
        self.integrationType = query.text("integration_type")
        self.environment = query.text("env")
        self.externalXref = query.text("external_xref")
        self.type = query.text("type")?.lowercased()
        self.isError = try query.flag("error")
        self.isBillable = try query.flag("is_billable")
    }
}

extension API.APICall {
    fileprivate init(_ row: Model.APICall) {
        self.init(
            integrationType: row.integrationType, name: row.name, path: row.path, method: row.method,
            status: row.status, type: row.type)
        self.id = row.id.description
        self.createdAt = Instant(milliseconds: row.createdAt.milliseconds)
        self.workspaceID = row.workspace.description
        self.connectionID = row.connection?.description
        self.externalXref = row.externalXref
        self.error = row.error
        self.size = row.size.map(Double.init)
        self.environment = row.environment
        self.ipAddress = row.ipAddress
        self.userAgent = row.userAgent
        self.isBillable = row.isBillable
        self.keyID = row.keyID
        self.endapiResponseTime = row.vendorTime.map { Double($0) / 1000 }
        self.unifiedResponseTime = row.totalTime.map { Double(max(0, $0 &- (row.vendorTime ?? 0))) / 1000 }
    }
}

extension API.CapturedBody {
    fileprivate init(_ body: KeptBodies.Body) {
        self.init(text: body.text, size: Double(body.size), isCut: body.isCut)
    }
}
