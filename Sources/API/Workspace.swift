//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a workspace has decided for all of its connections.
///
/// Absent members are left out of the JSON, never written as `null`.
public struct Workspace: Sendable, Hashable, Codable {
    /// 24 hexadecimal digits.
    public var id: String?
    /// When the settings were last changed; absent when they never were.
    public var updatedAt: Instant?
    /// Shown to customers where they connect.
    public var name: String?
    /// An https URL of a picture, shown beside the name.
    public var logoURL: String?
    /// `#rrggbb`.
    public var color: String?
    /// How many days calls are kept in the log; 0 keeps none.
    public var retentionDays: Double?
    /// Of which calls the bodies are kept in the log: `off`, `errors`, or `sample:N` for N of a hundred.
    public var capture: String?
    /// Where notifications are sent; empty in a change takes it away.
    public var webhookURL: String?
    /// What a webhook checks signatures with: in the answer to the change that made it, and never again.
    public var webhookSecret: String?

    enum CodingKeys: String, CodingKey {
        case id, name, color, capture
        case updatedAt = "updated_at"
        case logoURL = "logo_url"
        case retentionDays = "retention_days"
        case webhookURL = "webhook_url"
        case webhookSecret = "webhook_secret"
    }

    /// Describes nothing yet.
    public init() {}
}
