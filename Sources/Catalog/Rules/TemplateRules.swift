//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// That templates use declared names only.
struct TemplateRules {
    let scope: RuleScope
    let known: Set<String>

    func check(_ text: String, at path: String) {
        let template = IntegrationTemplate(text)
        for name in template.names where !self.known.contains(name) {
            self.scope.fault("template variable {\(name)} is not declared", at: path)
        }
        // Text with quotes is JSON, and has braces of its own.
        let plain = template.plainText
        if !plain.contains("\""), plain.contains(where: { $0 == "{" || $0 == "}" }) {
            self.scope.fault("odd braces in \(text)", at: path)
        }
    }

    func check(_ texts: [String]?, at path: String) {
        for text in texts ?? [] { self.check(text, at: path) }
    }
}

extension AuthKind {
    /// Names that a method of this kind supplies itself.
    var impliedNames: Set<String> {
        switch self {
        case .oauth2: ["access_token", "refresh_token", "client_id", "client_secret"]
        case .apiKey: ["api_key"]
        case .basic: ["username", "password", "basic", "api_key"]
        case .bearer: ["token"]
        case .jwt: ["jwt"]
        case .session: ["basic"]
        case .oauth1: ["consumer_key", "consumer_secret", "token_id", "token_secret"]
        case .awsSignature4: ["access_key_id", "secret_access_key", "session_token"]
        case .hmac, .digest, .custom: []
        }
    }
}
