//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import Hummingbird
import Model

/// `/unified/integration`: what connections can be made to (CONTRACT section 2).
struct IntegrationRoutes: Sendable {
    let integrations: @Sendable () -> [Model.Integration]

    var endpoints: [Endpoint] { [Endpoint(.get, "/unified/integration", self.list)] }

    /// Every integration can be used in every environment, so `env` takes none away.
    ///
    /// `active=false` lifts a filter and does not invert it.
    @Sendable private func list(_ request: Request, _ context: ManagementContext) throws -> Response {
        let query = QueryString(request.uri.query)
        let categories = Set(query.list("categories"))
        let type = query.text("type")
        let isSummary = try query.flag("summary") ?? false
        _ = try query.flag("active")
        let limit = try query.count("limit") ?? Int.max
        let offset = try query.count("offset") ?? 0

        let matching = self.integrations().lazy
            .filter { type == nil || $0.type == type }
            .filter { categories.isEmpty || !categories.isDisjoint(with: $0.categories) }
        return try .json(matching.dropFirst(offset).prefix(limit).map { API.Integration($0, isSummary: isSummary) })
    }
}

extension API.Integration {
    fileprivate init(_ integration: Model.Integration, isSummary: Bool) {
        self.init(type: integration.type, name: integration.name, categories: integration.categories)
        self.isActive = true
        if isSummary { return }
        self.apiDocsURL = integration.docsURL
        self.description = integration.note
        self.rateLimitDescription = integration.rateLimit?.limit
        self.tokenNames = integration.tokenNames.isEmpty ? nil : integration.tokenNames
        self.tokenInstructions = integration.tokenInstructions.isEmpty ? nil : integration.tokenInstructions
    }
}
