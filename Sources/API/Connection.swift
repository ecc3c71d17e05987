//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One customer's authorised account at an integration.
///
/// Absent members are left out of the JSON, never written as `null`.
public struct Connection: Sendable, Hashable, Codable {
    /// 24 hexadecimal digits.
    public var id: String?
    /// When the connection was made.
    public var createdAt: Instant?
    /// When the connection was last changed.
    public var updatedAt: Instant?
    /// The workspace that owns the connection.
    public var workspaceID: String?
    /// The integration's slug, such as `hubspot`.
    public var integrationType: String
    /// The integration's name for people; written by the server only.
    public var integrationName: String?
    /// Your own id for the customer.
    public var externalXref: String?
    /// What the customer granted.
    public var permissions: [String]
    /// The integration's categories this connection is for.
    public var categories: [String]
    /// `Production`, `Sandbox` or a name of your own; accepted when a connection is made, ignored when it is changed.
    public var environment: String?
    /// Whether calls are refused for the time being.
    public var isPaused: Bool?
    /// When a call last succeeded.
    public var lastHealthyAt: Instant?
    /// When a call last failed for the connection's sake.
    public var lastUnhealthyAt: Instant?
    /// The status code of that failure, as a string.
    public var lastUnhealthyCode: String?
    /// Credentials (accepted, never returned), identity, URLs and expiries.
    public var auth: ConnectionAuth?

    enum CodingKeys: String, CodingKey {
        case id, permissions, categories, environment, auth
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case workspaceID = "workspace_id"
        case integrationType = "integration_type"
        case integrationName = "integration_name"
        case externalXref = "external_xref"
        case isPaused = "is_paused"
        case lastHealthyAt = "last_healthy_at"
        case lastUnhealthyAt = "last_unhealthy_at"
        case lastUnhealthyCode = "last_unhealthy_code"
    }

    /// Describes a connection to be made.
    public init(
        integrationType: String, permissions: [String] = [], categories: [String] = [], auth: ConnectionAuth? = nil
    ) {
        self.integrationType = integrationType
        self.permissions = permissions
        self.categories = categories
        self.auth = auth
    }
}
