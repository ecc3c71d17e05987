//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model

/// The parameters of `GET /unified/integration/auth/…` (CONTRACT section 2), read and checked.
struct LinkRequest: Sendable {
    var authorization: Authorization
    var reauthorization: (connection: ConnectionID, token: Secret)?

    private static let singles: Set<String> = [
        "success_redirect", "failure_redirect", "state", "external_xref", "env", "lang", "connection_id",
        "reauth_token", "redirect",
    ]

    /// - Throws: `AuthorizationError.invalid`.
    init(
        _ parameters: [(name: String, value: String)], integration: Integration
    ) throws(AuthorizationError) {
        guard parameters.count <= 200,
            parameters.reduce(0, { $0 + $1.name.utf8.count + $1.value.utf8.count }) <= 8_192
        else { throw .invalid("the query is too long") }
        let variables = Set(integration.variables.filter { $0.origin == .user }.map(\.name))
        var given: [String: String] = [:]
        var scopes: [String] = []
        for (name, value) in parameters {
            if name == "scopes" || name == "scopes[]" {
                scopes += value.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
            } else if Self.singles.contains(name) || variables.contains(name) {
                guard given.updateValue(value, forKey: name) == nil else { throw .invalid("\(name) is given twice") }
            }
        }
        self.authorization = Authorization(integrationType: integration.type)
        self.authorization.requested = try RequestedScopes(scopes)
        self.authorization.success = try Self.redirect("success_redirect", given)
        self.authorization.failure = try Self.redirect("failure_redirect", given)
        self.authorization.callerState = try Self.text("state", given, longest: 4_096)
        self.authorization.externalXref = try Self.text("external_xref", given, longest: 1_000)
        self.authorization.language = try Self.text("lang", given, longest: 35)
        if let environment = try Self.text("env", given, longest: 100) { self.authorization.environment = environment }
        for variable in integration.variables where variables.contains(variable.name) {
            guard let text = given[variable.name], !text.isEmpty else { continue }
            do { self.authorization.values[variable.name] = try variable.entry(text) } catch {
                throw .invalid(String(describing: error))
            }
        }
        self.reauthorization = try Self.reauthorization(given)
    }

    private static func redirect(
        _ name: String, _ given: [String: String]
    ) throws(AuthorizationError) -> RedirectTarget? {
        guard let text = given[name], !text.isEmpty else { return nil }
        guard let target = RedirectTarget(text) else {
            throw .invalid("\(name) must be an http or https address, or one of an app, without spaces and quotes")
        }
        return target
    }

    private static func text(
        _ name: String, _ given: [String: String], longest: Int
    ) throws(AuthorizationError) -> String? {
        guard let text = given[name], !text.isEmpty else { return nil }
        guard text.utf8.count <= longest else { throw .invalid("\(name) is too long") }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .invalid("\(name) must not hold control characters")
        }
        return text
    }

    private static func reauthorization(
        _ given: [String: String]
    ) throws(AuthorizationError) -> (connection: ConnectionID, token: Secret)? {
        let id = given["connection_id"].flatMap { $0.isEmpty ? nil : $0 }
        let token = given["reauth_token"].flatMap { $0.isEmpty ? nil : $0 }
        if id == nil, token == nil { return nil }
        guard let id, let token else { throw .invalid("connection_id and reauth_token go together") }
        guard let connection = ConnectionID(id), let token = AuthorizationToken.read(token) else {
            throw .reauthTokenInvalid
        }
        return (connection, token)
    }
}
