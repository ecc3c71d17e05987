//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Testing

/// What a customer's browser is sent to holds nothing that grants access.
@Suite
struct BrowserSecrecyTests {
    private static func row(_ authorization: String, parameter: String) -> String {
        """
        - slug: acme
          name: Acme
          categories: [crm]
          base_url: https://api.acme.example
          allowed_hosts: [api.acme.example]
          auth_hosts: [acme.example]
          auth:
            - type: oauth2
              grant: authorization_code
              authorization_url: https://acme.example/authorize\(authorization)
              token_url: https://acme.example/token
              params: {x: "\(parameter)"}
          docs: https://docs.acme.example
          unified: unseen
          verified: 1
          sources: [nango]

        """
    }

    @Test(arguments: [
        ("?x={client_secret}", "1"), ("", "{client_secret}"), ("", "{access_token}"), ("?t={refresh_token}", "1"),
    ])
    func aSecretInTheAuthorizationURLIsRefused(authorization: String, parameter: String) {
        let error = #expect(throws: CatalogError.self) {
            try Catalog(files: [("acme.yaml", Self.row(authorization, parameter: parameter))])
        }
        #expect(error.map { "\($0)".contains("would be shown") } == true)
    }

    @Test func theClientsIDMayBeShown() throws {
        _ = try Catalog(files: [("acme.yaml", Self.row("?c={client_id}", parameter: "1"))])
    }
}
