//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import FakeVendor
internal import Model

/// What a person needs to call the demo: a key, and connections to the fake vendor.
struct DemoAccess: Sendable {
    var key: Secret
    var vendor: ConnectionID
    /// Its base URL ends in `/api`, as Slack's does.
    var slack: ConnectionID

    /// Makes the key anew, and the connections once: an earlier demo's are pointed to the vendor's new port.
    static func make(
        _ installation: Installation, in workspace: WorkspaceID, vendor: String
    ) async throws -> DemoAccess {
        let key = try await installation.access.createKey(named: "demo", in: workspace)
        let connections = DemoConnections(connections: installation.connections, workspace: workspace)
        return DemoAccess(
            key: key,
            vendor: try await connections.point("passthrough-demo", to: "http://\(vendor)"),
            slack: try await connections.point("passthrough-demo-slack", to: "http://\(vendor)/api"))
    }
}

/// The demo's connections, found by their `external_xref`.
private struct DemoConnections {
    let connections: ConnectionService
    let workspace: WorkspaceID

    func point(_ externalXref: String, to url: String) async throws -> ConnectionID {
        var auth = ConnectionAuth()
        auth.apiURL = url
        auth.token = Secret(FakeVendor.demoCredential)
        var query = ConnectionQuery()
        query.externalXref = externalXref
        if let known = try await self.connections.list(query, in: self.workspace).first {
            var patch = ConnectionPatch()
            patch.auth = auth
            return try await self.connections.update(known.id, with: patch, in: self.workspace).id
        }
        var draft = ConnectionDraft(integrationType: "generic", auth: auth)
        draft.externalXref = externalXref
        return try await self.connections.create(draft, in: self.workspace).id
    }
}
