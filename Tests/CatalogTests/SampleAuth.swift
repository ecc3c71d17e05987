//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model

/// Makes connections for tests.
enum SampleAuth {
    static let credential = "canary-credential-1"

    /// All that the `index`-th method of a row needs, from the row's own examples.
    static func auth(for integration: Integration, method index: Int) -> ConnectionAuth {
        let method = integration.methods[index]
        var auth = ConnectionAuth()
        for variable in integration.variables where variable.defaultValue == nil {
            auth.meta[variable.name] = .string(Self.value(of: variable))
        }
        for name in method.injectedNames where integration.variable(name) == nil {
            switch name {
            case "access_token": auth.accessToken = Secret(Self.credential)
            case "client_id": auth.clientID = "client-1"
            default: auth.meta[name] = .string(Self.credential)
            }
        }
        return auth
    }

    /// A value as the row shows it, or one of the right kind.
    static func value(of variable: IntegrationVariable) -> String {
        if let value = variable.example ?? variable.values?.first { return value }
        switch variable.kind {
        case .label, .hostpart, .id, .secret: return "acme"
        case .host, .hostpath: return "acme.example.com"
        case .origin: return "https://" + Self.vendorHost(of: variable)
        case .url: return "https://acme.example.com/api"
        case .enum: return ""
        }
    }

    /// Hosts for variables whose rows show none.
    private static func vendorHost(of variable: IntegrationVariable) -> String {
        ["api_base": "secure.p01.eloqua.com", "api_url": "api001.backblazeb2.com"][variable.name] ?? "acme.example.com"
    }
}

extension CredentialScheme {
    var headers: [CredentialField] {
        switch self {
        case .fixed(let credential): credential.headers
        case .oauth1, .awsSignature4: []
        }
    }

    var query: [CredentialField] {
        switch self {
        case .fixed(let credential): credential.query
        case .oauth1, .awsSignature4: []
        }
    }
}

extension [CredentialField] {
    /// `name: value` for each, as a test compares them.
    var texts: [String] { self.map { "\($0.name): \($0.value.revealText())" } }
}
