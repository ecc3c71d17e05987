//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// What a connection gives for the names in an integration's templates.
///
/// `auth.meta` first, for it names them; then the members of `auth` that mean the same; then `auth.other_auth_info` by
/// its position among `token_names`; then the default.
struct ConnectionFields {
    let integration: Integration
    let auth: ConnectionAuth
    private let byPosition: [String: String]

    init(_ integration: Integration, _ auth: ConnectionAuth) {
        self.integration = integration
        self.auth = auth
        let pairs = zip(integration.tokenNames, auth.otherAuthInfo.map { $0.revealText() })
        self.byPosition = Dictionary(pairs.filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }) { first, _ in first }
    }

    /// The text given for a credential or a variable, unchecked.
    func text(_ name: String) -> String? {
        guard let variable = self.integration.variable(name) else { return self.credential(name) }
        let given = self.meta(name, mayBeEmpty: variable.values?.contains("") ?? false)
        if let given = given ?? (variable.kind == .secret ? self.member(name) : nil) { return given }
        return self.byPosition[name] ?? variable.defaultValue
    }

    private func credential(_ name: String) -> String? {
        self.meta(name) ?? self.member(name) ?? self.byPosition[name]
    }

    private func meta(_ name: String, mayBeEmpty: Bool = false) -> String? {
        guard let text = self.auth.meta[name]?.scalarText, mayBeEmpty || !text.isEmpty else { return nil }
        return text
    }

    private func member(_ name: String) -> String? {
        let auth = self.auth
        let secrets: [Secret?]
        switch name {
        case "access_token": secrets = [auth.accessToken]
        case "refresh_token": secrets = [auth.refreshToken]
        case "client_secret": secrets = [auth.clientSecret]
        case "consumer_key": secrets = [auth.consumerKey]
        case "consumer_secret": secrets = [auth.consumerSecret]
        case "token_id": secrets = [auth.accessToken, auth.token]
        case "private_key": secrets = [auth.pem, auth.key]
        case "api_key": secrets = [auth.devAPIKey, auth.token, auth.key, self.lonelyAccessToken]
        case "token": secrets = [auth.token, auth.devAPIKey, self.lonelyAccessToken, auth.key]
        case "client_id": return auth.clientID
        case "app_id": return auth.appID
        default: return nil
        }
        return secrets.compactMap { $0 }.first { !$0.isEmpty }?.revealText()
    }

    /// An access token stands for a key only where it cannot mean OAuth.
    private var lonelyAccessToken: Secret? {
        self.integration.methods.contains { $0.kind == .oauth2 } ? nil : self.auth.accessToken
    }
}

extension JSONValue {
    /// A string, or a number as it is written; `nil` for the rest.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let number):
            // Account numbers are whole; above 2^53 the number is no longer the one that was written.
            number.rounded() == number && abs(number) < 9_007_199_254_740_992
                ? String(Int64(number)) : nil
        case .null, .bool, .array, .object: nil
        }
    }
}
