//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A token that lets a customer authorise a connection anew; good once, and for minutes.
public struct ReauthToken: Sendable, Hashable, Codable {
    /// Goes into the link as `reauth_token`, beside `connection_id`.
    public var reauthToken: String
    /// When it is no longer good.
    public var expiresAt: Instant

    /// Takes the token and its end.
    public init(reauthToken: String, expiresAt: Instant) {
        self.reauthToken = reauthToken
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case reauthToken = "reauth_token"
        case expiresAt = "expires_at"
    }
}
