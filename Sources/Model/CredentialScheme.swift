//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// How a connection's credential is put on a request.
///
/// Exhaustive: a new scheme is a case here, and the compiler shows the rest.
package enum CredentialScheme: Sendable {
    /// Header fields and query parameters that are the same for every request.
    case fixed(InjectedCredential)
    /// A signature of each request, in its `Authorization` field.
    case oauth1(OAuth1Credential)
    case awsSignature4(AWSCredential)
}

/// Header fields and query parameters that carry a credential.
package struct InjectedCredential: Sendable {
    package var headers: [CredentialField]
    /// Names and values are plain text; they are percent-encoded when prepared.
    package var query: [CredentialField]

    package init(headers: [CredentialField] = [], query: [CredentialField] = []) {
        self.headers = headers
        self.query = query
    }
}

/// One name with a secret value.
package struct CredentialField: Sendable {
    package var name: String
    package var value: Secret

    package init(name: String, value: Secret) {
        self.name = name
        self.value = value
    }
}
