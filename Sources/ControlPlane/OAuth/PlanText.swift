//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import FoundationEssentials
internal import Model

/// Fills templates of a plan with what the connection, the client and the moment give.
struct PlanText {
    let plan: OAuthPlan
    /// Made values, before those of the plan.
    var extra: [String: String] = [:]
    private var isForBrowsers = false

    init(_ plan: OAuthPlan, client: OAuthClient) {
        self.plan = plan
        if !client.id.isEmpty { self.extra["client_id"] = client.id }
        if let secret = client.secret { self.extra["client_secret"] = secret.revealText() }
        self.extra["scopes"] = plan.scopes.joined(separator: plan.method.scopeSeparator)
        self.extra["token_url"] = plan.tokenURL
    }

    /// For an address that a browser sees: nothing that grants access is put into it, whatever a row says.
    static func forBrowsers(_ plan: OAuthPlan, client: OAuthClient) -> PlanText {
        var text = PlanText(plan, client: client)
        text.isForBrowsers = true
        return text
    }

    func value(_ name: String) -> String? {
        if self.isForBrowsers, AuthMethod.isSecretName(name) { return nil }
        if name == MadeName.basic { return self.basic }
        return self.extra[name] ?? self.plan.values[name]?.revealText()
    }

    /// The template with every name replaced, each value through `encode`.
    func filled(_ template: String, encode: (String) -> String = { $0 }) throws(OAuthFailure) -> String {
        try IntegrationTemplate(template).filled { (name) throws(OAuthFailure) in
            guard let value = self.value(name) else { throw .missing(name) }
            return encode(value)
        }
    }

    /// The parameters; whose names have no value is a failure.
    func filled(_ parameters: [StaticHeader]) throws(OAuthFailure) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        for parameter in parameters { result.append((parameter.name, try self.filled(parameter.value))) }
        return result
    }

    /// The header fields; those whose names have no value yet are left out.
    func headers(_ headers: [StaticHeader]) -> [CredentialField] {
        headers.compactMap { header in
            guard let value = try? self.filled(header.value) else { return nil }
            return CredentialField(name: header.name, value: Secret(value))
        }
    }

    /// A value as it stands between the quotation marks of a JSON text.
    static func quoted(_ text: String) -> String { String(JSONValue.string(text).text.dropFirst().dropLast()) }

    private var basic: String? {
        let method = self.plan.method
        guard let username = try? self.filled(method.username ?? self.usualNames.0),
            let password = try? self.filled(method.password ?? self.usualNames.1)
        else { return nil }
        return Data("\(username):\(password)".utf8).base64EncodedString()
    }

    /// Where the row says nothing, the first two fields are a name and a secret.
    private var usualNames: (String, String) {
        let fields = self.plan.method.fields
        guard self.value("username") == nil, fields.count >= 2 else { return ("{username}", "{password}") }
        return ("{\(fields[0])}", "{\(fields[1])}")
    }
}
