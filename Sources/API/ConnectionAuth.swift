//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The `auth` member of a connection.
///
/// Secrets, `otherAuthInfo` and `meta` are accepted and never returned. No description of this value holds one.
public struct ConnectionAuth: Sendable, Hashable, Codable {
    /// Secret: an OAuth2 access token.
    public var accessToken: String?
    /// Secret: an OAuth2 refresh token.
    public var refreshToken: String?
    /// Secret: an API token.
    public var token: String?
    /// Secret: the vendor's key for your application.
    public var devAPIKey: String?
    /// Secret: the OAuth2 client secret.
    public var clientSecret: String?
    /// Secret: the OAuth1 consumer key.
    public var consumerKey: String?
    /// Secret: the OAuth1 consumer secret.
    public var consumerSecret: String?
    /// Secret: a private key.
    public var key: String?
    /// Secret: a certificate with its key.
    public var pem: String?
    /// Secrets, in the order of the integration's `token_names`.
    public var otherAuthInfo: [String]?
    /// Values for the integration's template variables and credential fields, by name.
    public var meta: [String: JSON]?
    /// The OAuth2 client id.
    public var clientID: String?
    /// The vendor's id of your application.
    public var appID: String?
    /// The OAuth2 audience.
    public var audience: String?
    /// The state that came with the authorisation.
    public var state: String?
    /// The base URL of the vendor's API for this customer.
    public var apiURL: String?
    /// The OAuth2 authorisation endpoint.
    public var authorizeURL: String?
    /// The OAuth2 token endpoint.
    public var tokenURL: String?
    /// The endpoint for refreshes, where it is another one.
    public var refreshURL: String?
    /// Lifetime of the access token, seconds.
    public var expiresIn: Double?
    /// When the access token expires.
    public var expiryDate: Instant?
    /// Lifetime of the refresh token, seconds.
    public var refreshTokenExpiresIn: Double?
    /// When the refresh token expires.
    public var refreshTokenExpiresDate: Instant?
    /// The authorised person's or account's name.
    public var name: String?
    /// The authorised person's addresses.
    public var emails: [String]?
    /// The vendor's id of the authorised person.
    public var userID: String?

    enum CodingKeys: String, CodingKey {
        case token, key, pem, meta, audience, state, name, emails
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case devAPIKey = "dev_api_key"
        case clientSecret = "client_secret"
        case consumerKey = "consumer_key"
        case consumerSecret = "consumer_secret"
        case otherAuthInfo = "other_auth_info"
        case clientID = "client_id"
        case appID = "app_id"
        case apiURL = "api_url"
        case authorizeURL = "authorize_url"
        case tokenURL = "token_url"
        case refreshURL = "refresh_url"
        case expiresIn = "expires_in"
        case expiryDate = "expiry_date"
        case refreshTokenExpiresIn = "refresh_token_expires_in"
        case refreshTokenExpiresDate = "refresh_token_expires_date"
        case userID = "user_id"
    }

    /// An empty value, to be filled in.
    public init() {}
}

extension ConnectionAuth: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text.
    public var description: String { "ConnectionAuth" }
    /// A fixed text.
    public var debugDescription: String { "ConnectionAuth" }
    /// Shows no member, for most of them are secret.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
