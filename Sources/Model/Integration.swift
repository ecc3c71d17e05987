//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What we know of a vendor's API: one row of the catalogue (`docs/integrations.md`).
///
/// URLs, header values and credentials are templates: `{name}` stands for a variable or a credential.
package struct Integration: Sendable {
    /// The slug, as `integration_type` of a connection names it.
    package var type: String
    package var name: String
    /// The main one first.
    package var categories: [String]
    /// What a passthrough path is appended to; a template.
    package var baseURL: String
    /// In the order of the row.
    package var variables: [IntegrationVariable] = []
    /// Hosts that may be sent the injected credential: a host, `*.host`, or `{variable}`.
    package var allowedHosts: [String] = []
    /// Hosts that may be sent client secrets, codes, refresh tokens and log-in fields; patterns as above.
    package var authHosts: [String] = []
    /// Set on every request unless the caller sent a field of that name; values are templates.
    package var headers: [StaticHeader] = []
    /// The usual one first.
    package var methods: [AuthMethod] = []
    package var rateLimit: RateLimit?
    package var probe: IntegrationProbe?
    package var docsURL: String?
    package var slugOrigin: SlugOrigin = .unseen
    /// How many independent sources agree on the base URL and the authentication.
    package var verified: Int = 0
    package var sources: [String] = []
    package var partialSources: [String] = []
    package var note: String?
    /// Whether the row did not come with the build: an operator or a workspace wrote it.
    package var isOwn = false

    package init(type: String, name: String, categories: [String], baseURL: String) {
        self.type = type
        self.name = name
        self.categories = categories
        self.baseURL = baseURL
    }

    package func variable(_ name: String) -> IntegrationVariable? { self.variables.first { $0.name == name } }
}

/// Where an integration's slug comes from.
package enum SlugOrigin: String, Sendable, Hashable {
    /// Seen in Unified.to's public documentation.
    case confirmed
    /// The vendor is named there, and the slug follows its naming rule.
    case inferred
    /// Ours, by the same rule.
    case unseen
}

/// What a vendor says of its rate limits.
package struct RateLimit: Sendable, Hashable {
    /// In words.
    package var limit: String?
    /// Response fields that tell it.
    package var headers: [String]
    /// Whether a 429 or 503 carries `Retry-After`; `nil` when nobody knows.
    package var sendsRetryAfter: Bool?

    package init(limit: String?, headers: [String], sendsRetryAfter: Bool?) {
        self.limit = limit
        self.headers = headers
        self.sendsRetryAfter = sendsRetryAfter
    }
}

/// A cheap call that reads, changes nothing, and works only with good credentials.
package struct IntegrationProbe: Sendable, Hashable {
    package var method: String
    /// Appended to the base URL, or a whole URL; a template.
    package var target: Target
    /// A JSON text.
    package var body: String?
    /// Members the answer must have, where a failure is also HTTP 200.
    package var expectedMembers: [String: JSONValue]

    package enum Target: Sendable, Hashable {
        case path(String)
        case url(String)
    }

    package init(method: String, target: Target, body: String?, expectedMembers: [String: JSONValue]) {
        self.method = method
        self.target = target
        self.body = body
        self.expectedMembers = expectedMembers
    }
}
