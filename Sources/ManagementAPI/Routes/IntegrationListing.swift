//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import Hummingbird
import Model

/// What a list of integrations is asked to show.
struct IntegrationListing {
    let environment: String
    var isActiveOnly: Bool
    private let type: String?
    private let categories: Set<String>
    private let isSummary: Bool
    private let limit: Int
    private let offset: Int

    init(_ query: QueryString) throws(Refusal) {
        self.environment = query.text("env") ?? productionEnvironment
        self.isActiveOnly = try query.flag("active") ?? false
        self.type = query.text("type")
        self.categories = Set(query.list("categories"))
        self.isSummary = try query.flag("summary") ?? false
        self.limit = try query.count("limit") ?? Int.max
        self.offset = try query.count("offset") ?? 0
    }

    func answer(
        _ integrations: [Model.Integration], isActive: (Model.Integration) -> Bool
    ) throws -> Response {
        let shown =
            integrations
            .filter { self.type == nil || $0.type == self.type }
            .filter { self.categories.isEmpty || !self.categories.isDisjoint(with: $0.categories) }
            .map { (integration: $0, isActive: isActive($0)) }
            .filter { !self.isActiveOnly || $0.isActive }
        return try .json(
            shown.dropFirst(self.offset).prefix(self.limit).map {
                API.Integration($0.integration, isActive: $0.isActive, isSummary: self.isSummary)
            })
    }
}

extension API.Integration {
    init(_ integration: Model.Integration, isActive: Bool, isSummary: Bool = false) {
        self.init(type: integration.type, name: integration.name, categories: integration.categories)
        self.isActive = isActive
        if isSummary { return }
        self.apiDocsURL = integration.docsURL
        self.description = integration.note
        self.rateLimitDescription = integration.rateLimit?.limit
        self.tokenNames = integration.tokenNames.isEmpty ? nil : integration.tokenNames
        self.tokenInstructions = integration.tokenInstructions.isEmpty ? nil : integration.tokenInstructions
    }
}
