//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Model
import Testing

/// What a customer is asked for where requests are signed, and that it is enough.
@Suite struct SignedConnectTests {
    struct Form: Sendable, CustomStringConvertible {
        let type: String
        let kind: AuthKind
        let required: [String]
        var optional: [String] = []

        var description: String { "\(self.type) by \(self.kind.rawValue)" }
    }

    static let forms = [
        Form(
            type: "awss3", kind: .awsSignature4, required: ["access_key_id", "secret_access_key", "region"],
            optional: ["session_token"]),
        Form(
            type: "awsbedrock", kind: .awsSignature4, required: ["access_key_id", "secret_access_key", "region"],
            optional: ["session_token"]),
        Form(
            type: "netsuite", kind: .oauth1,
            required: [
                "consumer_key", "consumer_secret", "account_id", "token_id", "token_secret", "account_domain",
            ]),
        Form(type: "x", kind: .oauth1, required: ["consumer_key", "consumer_secret", "token_id", "token_secret"]),
    ]

    @Test(arguments: forms)
    func theFormAsksForWhatTheSignatureTakes(form: Form) throws {
        let catalog = try Catalog.bundled()
        let row = try #require(catalog[form.type])
        let method = try #require(row.connectMethods(hasClient: false).first { $0.authKind == form.kind })

        #expect(method.kind == .typed)
        #expect(Set(method.fields.filter(\.isRequired).map(\.name)) == Set(form.required))
        #expect(method.fields.filter { !$0.isRequired }.map(\.name) == form.optional)
        #expect(method.fields.allSatisfy { $0.isSecret || !$0.name.contains("secret") })
        var auth = ConnectionAuth()
        for name in form.required {
            auth.meta[name] = .string(row.variable(name)?.example ?? "canary-1")
        }
        #expect(throws: Never.self) { try catalog.resolve(type: form.type, auth: auth) }
    }
}
