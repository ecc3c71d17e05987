//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension AuthMethod {
    /// Whether what a template's `{name}` stands for grants access, so that no browser may see it.
    package static func isSecretName(_ name: String) -> Bool { self.secretNames.contains(name) }

    private static let secretNames: Set<String> = [
        "access_token", "api_key", "basic", "client_secret", "consumer_secret", "jwt", "key", "password", "pem",
        "private_key", "refresh_token", "secret", "secret_access_key", "session_token", "token", "token_secret",
    ]
}
