//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The `auth` member of a connection (CONTRACT section 2).
///
/// The secrets are accepted and used, never returned.
package struct ConnectionAuth: Sendable {
    // Secrets, and whatever may hold one: sealed, never returned.
    package var accessToken: Secret?
    package var refreshToken: Secret?
    package var token: Secret?
    package var devAPIKey: Secret?
    package var clientSecret: Secret?
    package var consumerKey: Secret?
    package var consumerSecret: Secret?
    package var key: Secret?
    package var pem: Secret?
    /// Values for the integration's `token_names`, in their order.
    package var otherAuthInfo: [Secret] = []
    /// Values for the integration's template variables and credential fields, by name; never returned.
    package var meta: [String: JSONValue] = [:]

    // Identity, URLs and expiries: returned.
    package var clientID: String?
    package var appID: String?
    package var audience: String?
    package var state: String?
    package var apiURL: String?
    package var authorizeURL: String?
    package var tokenURL: String?
    package var refreshURL: String?
    /// Seconds.
    package var expiresIn: Int64?
    package var expiryDate: Timestamp?
    /// Seconds.
    package var refreshTokenExpiresIn: Int64?
    package var refreshTokenExpiresDate: Timestamp?
    package var name: String?
    package var emails: [String] = []
    package var userID: String?

    package init() {}
}
