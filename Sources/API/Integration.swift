//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A vendor's API that connections can be made to.
public struct Integration: Sendable, Hashable, Codable {
    /// The slug, such as `hubspot`.
    public var type: String
    /// The vendor's or product's name.
    public var name: String
    /// What it is for, such as `crm`.
    public var categories: [String]
    /// Whether connections can be made.
    public var isActive: Bool?
    /// The vendor's API documentation.
    public var apiDocsURL: String?
    /// The vendor's site.
    public var webURL: String?
    /// Anything worth knowing before a connection is made.
    public var description: String?
    /// The vendor's colour, `#rrggbb`.
    public var color: String?
    /// The vendor's limits, in words.
    public var rateLimitDescription: String?
    /// Whether the vendor demands a host name of your own.
    public var requiresCNAME: Bool?
    /// Names of what `auth.other_auth_info` holds, in its order.
    public var tokenNames: [String]?
    /// How a person finds each of them.
    public var tokenInstructions: [String]?
    /// When the description was last tried against the vendor.
    public var testedAt: Instant?

    enum CodingKeys: String, CodingKey {
        case type, name, categories, description, color
        case isActive = "is_active"
        case apiDocsURL = "api_docs_url"
        case webURL = "web_url"
        case rateLimitDescription = "rate_limit_description"
        case requiresCNAME = "requires_cname"
        case tokenNames = "token_names"
        case tokenInstructions = "token_instructions"
        case testedAt = "tested_at"
    }

    /// Describes an integration by what is always known of it.
    public init(type: String, name: String, categories: [String]) {
        self.type = type
        self.name = name
        self.categories = categories
    }
}
