//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension Notification {
    /// As it is sent to a webhook: what `GET /unified/notification` shows.
    package var document: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(self.id.description), "workspace_id": .string(self.workspace.description),
            "event": .string(self.event), "description": .string(self.message),
            "created_at": .string(self.createdAt.rfc3339),
        ]
        if let connection { members["connection_id"] = .string(connection.description) }
        if let integrationType { members["integration_type"] = .string(integrationType) }
        if let environment { members["environment"] = .string(environment) }
        if let externalXref { members["external_xref"] = .string(externalXref) }
        return .object(members)
    }
}
