//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Something that happened to a connection or a workspace.
///
/// Absent members are left out of the JSON, never written as `null`.
public struct Notification: Sendable, Hashable, Codable {
    /// 24 hexadecimal digits; the same in each attempt to tell a webhook.
    public var id: String?
    /// When it happened.
    public var createdAt: Instant?
    /// When it was last changed: when it happened, or when the webhook took it.
    public var updatedAt: Instant?
    /// When the webhook took it; absent while it did not.
    public var sentAt: Instant?
    /// The workspace that it happened in.
    public var workspaceID: String?
    /// What happened, such as `CONNECTION_CREATED`.
    public var event: String?
    /// The same in a sentence.
    public var description: String?
    /// The connection that it happened to.
    public var connectionID: String?
    /// The integration's slug, such as `hubspot`.
    public var integrationType: String?
    /// The integration's name for people.
    public var integrationName: String?
    /// The environment of the connection.
    public var environment: String?
    /// Your own id for the customer.
    public var externalXref: String?

    enum CodingKeys: String, CodingKey {
        case id, event, description, environment
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case sentAt = "sent_at"
        case workspaceID = "workspace_id"
        case connectionID = "connection_id"
        case integrationType = "integration_type"
        case integrationName = "integration_name"
        case externalXref = "external_xref"
    }

    /// Describes nothing yet.
    public init() {}
}
