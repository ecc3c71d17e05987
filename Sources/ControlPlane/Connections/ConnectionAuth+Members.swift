//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The members of `auth` by their names in the API (CONTRACT section 2), the one list of them.
extension ConnectionAuth {
    typealias Members<Value> = [(String, WritableKeyPath<ConnectionAuth, Value>)]

    static var secretMembers: Members<Secret?> {
        [
            ("access_token", \.accessToken), ("refresh_token", \.refreshToken), ("token", \.token),
            ("dev_api_key", \.devAPIKey), ("client_secret", \.clientSecret), ("consumer_key", \.consumerKey),
            ("consumer_secret", \.consumerSecret), ("key", \.key), ("pem", \.pem),
        ]
    }

    static var textMembers: Members<String?> {
        [
            ("client_id", \.clientID), ("app_id", \.appID), ("audience", \.audience), ("state", \.state),
            ("api_url", \.apiURL), ("authorize_url", \.authorizeURL), ("token_url", \.tokenURL),
            ("refresh_url", \.refreshURL), ("name", \.name), ("user_id", \.userID),
        ]
    }

    static var numberMembers: Members<Int64?> {
        [("expires_in", \.expiresIn), ("refresh_token_expires_in", \.refreshTokenExpiresIn)]
    }

    static var momentMembers: Members<Timestamp?> {
        [("expiry_date", \.expiryDate), ("refresh_token_expires_date", \.refreshTokenExpiresDate)]
    }

    /// Whether there is anything in it that grants access.
    var hasCredential: Bool {
        Self.secretMembers.contains { self[keyPath: $0.1] != nil } || !self.otherAuthInfo.isEmpty || !self.meta.isEmpty
    }
}
