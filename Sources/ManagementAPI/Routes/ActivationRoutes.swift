//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import Hummingbird
import Model

/// `/unified/integration/{type}/activation`: the caller's own OAuth client, scopes and settings, by environment.
struct ActivationRoutes: Sendable {
    let services: ManagementServices

    var endpoints: [Endpoint] {
        let path = "/unified/integration/:type/activation"
        return [
            Endpoint(.get, path, self.get), Endpoint(.put, path, self.put), Endpoint(.delete, path, self.delete),
        ]
    }

    /// What is not activated is answered too: the redirect URI is wanted before there is a client to activate with.
    @Sendable private func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let (type, environment, workspace) = try self.place(request, context)
        let activation = try await self.services.activations.get(type, environment: environment, in: workspace)
        return try .json(self.shown(activation, type, environment))
    }

    @Sendable private func put(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let (type, environment, workspace) = try self.place(request, context)
        let draft = try ActivationDraft(json: .object(try await jsonObject(of: request)))
        let activation = try await self.services.activations.put(
            type, environment: environment, draft, in: workspace)
        return try .json(self.shown(activation, type, environment))
    }

    /// Deleting what is not there is no failure: it is gone.
    @Sendable private func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let (type, environment, workspace) = try self.place(request, context)
        _ = try await self.services.activations.delete(type, environment: environment, in: workspace)
        return try .json([String: String]())
    }

    private func place(
        _ request: Request, _ context: ManagementContext
    ) throws(Refusal) -> (type: String, environment: String, workspace: WorkspaceID) {
        let workspace = try context.workspace
        guard let type = context.parameters.get("type"), self.services.integrations.find(type, for: workspace) != nil
        else { throw .integrationNotFound }
        return (type, QueryString(request.uri.query).text("env") ?? productionEnvironment, workspace)
    }

    private func shown(
        _ activation: ControlPlane.Activation?, _ type: String, _ environment: String
    ) -> API.Activation {
        var shown = API.Activation(integrationType: type, environment: environment, isActive: false)
        shown.redirectURI = self.services.redirectURI()
        guard let activation else { return shown }
        shown.isActive = activation.isActive
        shown.clientID = activation.clientID
        shown.hasClientSecret = activation.hasClientSecret
        shown.scopes = activation.scopes
        shown.settings = activation.settings
        shown.createdAt = Instant(milliseconds: activation.createdAt.milliseconds)
        shown.updatedAt = Instant(milliseconds: activation.updatedAt.milliseconds)
        return shown
    }
}
