//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One call in the log: a passthrough call, or a call of the server's own to a vendor's authorization server.
///
/// Absent members are left out of the JSON, never written as `null`.
public struct APICall: Sendable, Hashable, Codable {
    /// 24 hexadecimal digits; of a passthrough call what its answer had in `Passthrough-Request-Id`.
    public var id: String?
    /// When the call began.
    public var createdAt: Instant?
    /// The workspace that the call is of.
    public var workspaceID: String?
    /// The connection; absent when the one asked for does not exist.
    public var connectionID: String?
    /// The integration's slug, such as `hubspot`; `unknown` without a connection.
    public var integrationType: String
    /// Your own id for the customer.
    public var externalXref: String?
    /// What was called, such as `listPassthroughs`, `login` or `refresh`.
    public var name: String
    /// Method and path; the path is the vendor's, without its query.
    public var path: String
    /// The request's method.
    public var method: String
    /// The status of the answer: `499` when the caller left before one, `0` when no vendor answered us.
    public var status: String
    /// `inbound` for a passthrough call, `login` for authorising and refreshing.
    public var type: String
    /// Why the call failed, as a code; absent when it did not.
    public var error: String?
    /// Of the vendor's answer, in bytes.
    public var size: Double?
    /// The environment of the connection.
    public var environment: String?
    /// Where the call came from.
    public var ipAddress: String?
    /// The caller's program.
    public var userAgent: String?
    /// Whether a vendor answered the call.
    public var isBillable: Bool?
    /// What the server took beside the vendor, in milliseconds.
    public var unifiedResponseTime: Double?
    /// What the vendor took, in milliseconds.
    public var endapiResponseTime: Double?
    /// The name of the API key that the call was made with.
    public var keyID: String?
    /// What the caller sent, where bodies are captured; in the answer for a single call only.
    public var requestBody: CapturedBody?
    /// What the vendor answered, where bodies are captured; in the answer for a single call only.
    public var responseBody: CapturedBody?

    enum CodingKeys: String, CodingKey {
        case id, name, path, method, status, type, error, size, environment
        case createdAt = "created_at"
        case workspaceID = "workspace_id"
        case connectionID = "connection_id"
        case integrationType = "integration_type"
        case externalXref = "external_xref"
        case ipAddress = "ip_address"
        case userAgent = "user_agent"
        case isBillable = "is_billable"
        case unifiedResponseTime = "unified_response_time"
        case endapiResponseTime = "endapi_response_time"
        case keyID = "key_id"
        case requestBody = "request_body"
        case responseBody = "response_body"
    }

    /// Describes a call by what every call has.
    public init(
        integrationType: String, name: String, path: String, method: String, status: String, type: String
    ) {
        self.integrationType = integrationType
        self.name = name
        self.path = path
        self.method = method
        self.status = status
        self.type = type
    }
}

/// A body as it is kept in the log, with what looks like a secret taken out.
public struct CapturedBody: Sendable, Hashable, Codable {
    /// Absent for what is not text.
    public var text: String?
    /// Of the whole body, in bytes.
    public var size: Double
    /// Whether only its beginning was kept.
    public var isCut: Bool

    enum CodingKeys: String, CodingKey {
        case text, size
        case isCut = "is_cut"
    }

    /// Describes a body.
    public init(text: String?, size: Double, isCut: Bool) {
        self.text = text
        self.size = size
        self.isCut = isCut
    }
}
