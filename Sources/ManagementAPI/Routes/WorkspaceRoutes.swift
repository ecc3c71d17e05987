//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import Hummingbird
import Model

/// `/unified/workspace`: what the caller's workspace has decided for its connections; ours alone, no SDK knows it.
struct WorkspaceRoutes: Sendable {
    let settings: WorkspaceSettingsService

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/unified/workspace", self.get),
            Endpoint(.put, "/unified/workspace") { try await self.change($0, $1, replacesAll: true) },
            Endpoint(.patch, "/unified/workspace") { try await self.change($0, $1, replacesAll: false) },
        ]
    }

    @Sendable private func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let workspace = try context.workspace
        return try .json(API.Workspace(try await self.settings.settings(of: workspace), id: workspace))
    }

    private func change(
        _ request: Request, _ context: ManagementContext, replacesAll: Bool
    ) async throws -> Response {
        let workspace = try context.workspace
        let members = try await jsonObject(of: request)
        let patch = try WorkspaceSettingsPatch(json: .object(members), replacesAll: replacesAll)
        let changed = try await self.settings.change(workspace, with: patch)
        var shown = API.Workspace(changed.settings, id: workspace)
        shown.webhookSecret = changed.newSecret?.revealText()
        return try .json(shown)
    }
}

extension API.Workspace {
    fileprivate init(_ settings: WorkspaceSettings, id: WorkspaceID) {
        self.init()
        self.id = id.description
        self.updatedAt = settings.updatedAt.map { Instant(milliseconds: $0.milliseconds) }
        self.name = settings.name
        self.logoURL = settings.logoURL
        self.color = settings.color
        self.retentionDays = Double(settings.retentionDays)
        self.capture = settings.capture.description
        self.webhookURL = settings.webhookURL
    }
}
