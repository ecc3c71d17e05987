//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model

/// What an activation must be before it is stored.
struct ActivationRules {
    private let integration: Integration

    init(_ integration: Integration) { self.integration = integration }

    func check(_ draft: ActivationDraft, environment: String) throws(ActivationError) {
        guard (1...100).contains(environment.utf8.count), !Self.hasControl(environment) else {
            throw .invalid("env must be 1 to 100 bytes without control characters")
        }
        if let id = draft.clientID, id.utf8.count > 2_048 || Self.hasControl(id) {
            throw .invalid("client_id must be at most 2048 bytes without control characters")
        }
        if draft.clientSecret != nil, draft.clientID == nil {
            throw .invalid("client_secret goes with client_id")
        }
        guard draft.scopes.count <= 500 else { throw .invalid("scopes has too many members") }
        for scope in draft.scopes {
            // RFC 6749 section 3.3: printable ASCII without the quote and the backslash.
            let isToken = scope.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
            guard (1...1_000).contains(scope.utf8.count), isToken else {
                throw .invalid("scopes must hold scopes without spaces, each at most 1000 bytes")
            }
        }
        try self.checkSettings(draft.settings)
    }

    private func checkSettings(_ settings: [String: String]) throws(ActivationError) {
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            guard let variable = self.integration.variable(name), variable.origin == .user else {
                let names = self.integration.variables.filter { $0.origin == .user }.map(\.name)
                let known = names.isEmpty ? "none" : names.joined(separator: ", ")
                throw .invalid("settings has a name that is no variable of the integration; it has: \(known)")
            }
            do { _ = try variable.checked(value) } catch { throw .invalid("settings: \(error)") }
        }
    }

    private static func hasControl(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
}
