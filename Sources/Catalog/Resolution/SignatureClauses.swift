//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The `signature` of a signed method, `HMAC-SHA256, realm {account_id}` or `service s3, region {region}`.
struct SignatureClauses {
    private let clauses: [Substring]

    init(_ text: String) { self.clauses = text.split(separator: ",").map { $0.drop { $0 == " " } } }

    /// What stands behind `name` and a space.
    subscript(name: String) -> IntegrationTemplate? {
        self.clauses.first { $0.hasPrefix(name + " ") }.map {
            IntegrationTemplate(String($0.dropFirst(name.count + 1)))
        }
    }

    /// The best that the vendor takes.
    var oauth1Method: OAuth1Credential.Method? {
        let words = self.clauses.first?.split(separator: " ") ?? []
        return OAuth1Credential.Method.allCases.first { words.contains(Substring($0.rawValue)) }
    }
}
