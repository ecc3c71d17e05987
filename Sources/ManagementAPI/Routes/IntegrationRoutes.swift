//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import HTTPTypes
import Hummingbird
import Model

/// `/unified/integration`: what connections can be made to (CONTRACT section 2).
struct IntegrationRoutes: Sendable {
    let services: ManagementServices

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/unified/integration", self.list),
            Endpoint(.get, "/unified/integration/:type", self.get),
            Endpoint(.put, "/unified/integration/:type", self.put),
            Endpoint(.delete, "/unified/integration/:type", self.delete),
        ]
    }

    /// Those that need no key.
    var openEndpoints: [Endpoint] { [Endpoint(.get, "/unified/integration/workspace/:workspace", self.directory)] }

    /// `active=false` lifts a filter and does not invert it.
    @Sendable private func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let workspace = try context.workspace
        let filter = try IntegrationListing(QueryString(request.uri.query))
        let states = try await self.states(filter.environment, in: workspace)
        return try filter.answer(self.services.integrations.visible(to: workspace)) { integration in
            integration.isUsable(activated: states[integration.type])
        }
    }

    /// What the workspace chose to offer: whoever knows its id may ask, as its customers' browsers do.
    ///
    /// A workspace that is not there is answered like one that offers nothing.
    @Sendable private func directory(_ request: Request, _ context: ManagementContext) async throws -> Response {
        var filter = try IntegrationListing(QueryString(request.uri.query))
        filter.isActiveOnly = true
        guard let workspace = context.parameters.get("workspace").flatMap({ WorkspaceID($0) }) else {
            return try filter.answer([]) { _ in true }
        }
        let states = try await self.states(filter.environment, in: workspace)
        let offered = states.filter(\.value).keys.sorted().compactMap { type in
            self.services.integrations.find(type, for: workspace)
        }
        return try filter.answer(offered) { _ in true }
    }

    /// Answers the row itself to whoever asks for YAML.
    @Sendable private func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let workspace = try context.workspace
        let type = try context.integrationType
        guard let integration = self.services.integrations.find(type, for: workspace) else {
            throw Refusal.integrationNotFound
        }
        if request.headers[values: .accept].contains(where: { $0.lowercased().contains("yaml") }),
            let text = self.services.integrations.text(type, for: workspace)
        {
            return Response(
                status: .ok, headers: [.contentType: "application/yaml"],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        let environment = QueryString(request.uri.query).text("env") ?? productionEnvironment
        let activation = try await self.services.activations.get(type, environment: environment, in: workspace)
        return try .json(API.Integration(integration, isActive: integration.isUsable(activated: activation?.isActive)))
    }

    /// The body is one row of the catalogue, YAML or JSON, which is YAML too.
    @Sendable private func put(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let workspace = try context.workspace
        let text = try await text(of: request)
        let integration = try await self.services.integrations.put(context.integrationType, text: text, in: workspace)
        let states = try await self.states(productionEnvironment, in: workspace)
        return try .json(
            API.Integration(integration, isActive: integration.isUsable(activated: states[integration.type])))
    }

    @Sendable private func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try await self.services.integrations.delete(context.integrationType, in: context.workspace)
        return try .json([String: String]())
    }

    /// Which integrations are switched on and off there.
    private func states(_ environment: String, in workspace: WorkspaceID) async throws -> [String: Bool] {
        let activations = try await self.services.activations.list(in: workspace, environment: environment)
        return Dictionary(activations.map { ($0.integrationType, $0.isActive) }) { first, _ in first }
    }
}

extension ManagementContext {
    fileprivate var integrationType: String {
        get throws(Refusal) {
            guard let type = self.parameters.get("type") else { throw .integrationNotFound }
            return type
        }
    }
}
