//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a workspace set up for an integration in one environment.
public struct Activation: Sendable, Hashable, Codable {
    /// The integration's slug.
    public var integrationType: String
    /// `Production`, `Sandbox` or a name of your own.
    public var environment: String
    /// Whether customers can be sent to authorise new connections.
    public var isActive: Bool
    /// The OAuth2 client id that the vendor gave you.
    public var clientID: String?
    /// Whether a client secret is stored; it is never returned.
    public var hasClientSecret: Bool?
    /// Scopes that are asked for instead of the integration's own.
    public var scopes: [String]?
    /// Values of the integration's variables that are the same for all customers.
    public var settings: [String: String]?
    /// The redirect URI to register with the vendor.
    public var redirectURI: String?
    /// When the integration was activated.
    public var createdAt: Instant?
    /// When that was last changed.
    public var updatedAt: Instant?

    enum CodingKeys: String, CodingKey {
        case environment, scopes, settings
        case integrationType = "integration_type"
        case isActive = "is_active"
        case clientID = "client_id"
        case hasClientSecret = "has_client_secret"
        case redirectURI = "redirect_uri"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// Describes an integration that is not activated, or is.
    public init(integrationType: String, environment: String, isActive: Bool) {
        self.integrationType = integrationType
        self.environment = environment
        self.isActive = isActive
    }
}
