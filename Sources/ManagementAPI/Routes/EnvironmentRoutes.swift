//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Hummingbird
import Model

/// `/unified/environment`: names of environments, as arrays of strings (CONTRACT section 2).
struct EnvironmentRoutes: Sendable {
    let environments: EnvironmentService

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/unified/environment", self.list), Endpoint(.post, "/unified/environment", self.add),
            Endpoint(.delete, "/unified/environment/:env", self.remove),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try .json(await self.environments.list(in: context.workspace))
    }

    @Sendable private func add(_ request: Request, _ context: ManagementContext) async throws -> Response {
        guard case .array(let values) = try await jsonValue(of: request), values.count <= 100 else {
            throw Refusal.bodyInvalid("The body must be an array of at most 100 strings.")
        }
        let names = try values.map { value throws(Refusal) in
            guard case .string(let name) = value else {
                throw .bodyInvalid("The body must be an array of at most 100 strings.")
            }
            return name
        }
        return try .json(await self.environments.add(names, in: context.workspace))
    }

    @Sendable private func remove(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let name = percentDecoded(context.parameters.get("env") ?? "")
        return try .json(await self.environments.remove(name, in: context.workspace))
    }
}
