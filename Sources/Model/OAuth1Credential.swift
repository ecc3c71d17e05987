//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a request is signed with by OAuth 1.0a (RFC 5849 section 3.4).
package struct OAuth1Credential: Sendable {
    /// Names as in `oauth_signature_method`.
    package enum Method: String, Sendable, CaseIterable {
        case hmacSHA256 = "HMAC-SHA256"
        case hmacSHA1 = "HMAC-SHA1"
        case plaintext = "PLAINTEXT"
    }

    package var method: Method
    package var consumerKey: Secret
    package var consumerSecret: Secret
    /// `nil` where the vendor knows its client alone ("one-legged").
    package var token: Secret?
    package var tokenSecret: Secret?
    /// The `realm` of the `Authorization` field: ASCII without quotes and backslashes; `nil` for none.
    package var realm: String?

    package init(
        method: Method, consumerKey: Secret, consumerSecret: Secret, token: Secret? = nil, tokenSecret: Secret? = nil,
        realm: String? = nil
    ) {
        self.method = method
        self.consumerKey = consumerKey
        self.consumerSecret = consumerSecret
        self.token = token
        self.tokenSecret = tokenSecret
        self.realm = realm
    }
}
