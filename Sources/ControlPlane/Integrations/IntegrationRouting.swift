//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// All of a row that decides where credentials are sent.
///
/// Whoever changes it must know the credentials: else a key to this API would be enough to have stored ones sent to a
/// host of one's own.
struct IntegrationRouting: Equatable {
    private let urls: [String?]
    private let hosts: [Set<String>]
    private let variables: [IntegrationVariable]

    init(_ row: Integration) {
        self.urls = [row.baseURL] + row.methods.flatMap(Self.urls)
        self.hosts = [Set(row.allowedHosts), Set(row.authHosts)]
        self.variables = row.variables.map { variable in
            // Words for people decide nothing.
            var variable = variable
            variable.note = nil
            variable.example = nil
            return variable
        }
    }

    private static func urls(_ method: AuthMethod) -> [String?] {
        [
            method.kind.rawValue, method.baseURL, method.authorizationURL, method.tokenURL, method.refreshURL,
            method.revokeURL, method.requestTokenURL, method.login?.url,
        ]
    }
}
