//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import Hummingbird
import Model

/// `/unified/connection`: the connections of the caller's workspace (CONTRACT section 2).
struct ConnectionRoutes: Sendable {
    let services: ManagementServices

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/unified/connection", self.list),
            Endpoint(.post, "/unified/connection", self.create),
            Endpoint(.get, "/unified/connection/:id", self.get),
            Endpoint(.put, "/unified/connection/:id") { try await self.change($0, $1, replacesAll: true) },
            Endpoint(.patch, "/unified/connection/:id") { try await self.change($0, $1, replacesAll: false) },
            Endpoint(.delete, "/unified/connection/:id", self.delete),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try ConnectionQuery(QueryString(request.uri.query))
        let connections = try await self.services.connections.list(query, in: context.workspace)
        return try .json(connections.map(self.shown))
    }

    /// Answers 200, not 201: official SDKs take anything else for an error.
    @Sendable private func create(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let members = try await jsonObject(of: request).filter { !serverMembers.contains($0.key) }
        let draft = try await self.services.authorizations.completed(
            ConnectionDraft(json: .object(members)), in: context.workspace)
        return try .json(self.shown(await self.services.connections.create(draft, in: context.workspace)))
    }

    @Sendable private func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let connection = try await self.services.connections.get(context.connectionID, in: context.workspace)
        return try .json(self.shown(connection))
    }

    /// Official SDKs put `environment` into every change, whether the caller named one or not: it is dropped.
    private func change(
        _ request: Request, _ context: ManagementContext, replacesAll: Bool
    ) async throws -> Response {
        let id = try context.connectionID
        let members = try await jsonObject(of: request).filter {
            $0.key != "environment" && !serverMembers.contains($0.key)
        }
        let patch = try ConnectionPatch(json: .object(members), replacesAll: replacesAll)
        return try .json(self.shown(await self.services.connections.update(id, with: patch, in: context.workspace)))
    }

    /// Answers an empty object, for clients that parse every body.
    @Sendable private func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try await self.services.connections.delete(context.connectionID, in: context.workspace)
        return try .json([String: String]())
    }

    private func shown(_ connection: Model.Connection) -> API.Connection {
        let integration = self.services.integrations.find(connection.integrationType, for: connection.workspace)
        return API.Connection(connection, integrationName: integration?.name)
    }
}

/// Members that the server alone writes: a caller that sends an object back unchanged must not be refused for them.
private let serverMembers: Set<String> = [
    "id", "created_at", "updated_at", "workspace_id", "integration_name", "last_healthy_at", "last_unhealthy_at",
    "last_unhealthy_code",
]

extension ManagementContext {
    /// A malformed id is answered like an unknown one, and so is another workspace's.
    fileprivate var connectionID: ConnectionID {
        get throws(Refusal) {
            guard let text = self.parameters.get("id"), let id = ConnectionID(text) else { throw .connectionNotFound }
            return id
        }
    }
}

extension ConnectionQuery {
    fileprivate init(_ query: QueryString) throws(Refusal) {
        self.init()
        if let limit = try query.count("limit") { self.limit = limit }
        if let offset = try query.count("offset") { self.offset = offset }
        self.updatedGTE = try query.moment("updated_gte")
        if let sort = try query.choice("sort", as: Sort.self) { self.sort = sort }
        if let order = try query.choice("order", as: Order.self) { self.order = order }
        self.categories = query.list("categories")
        self.environment = query.text("env")
        self.externalXref = query.text("external_xref")
    }
}
