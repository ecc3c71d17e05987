//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The closed lists of the catalogue's words.
enum IntegrationCategories {
    static let all: Set<String> = [
        "accounting", "ads", "analytics", "assessment", "ats", "calendar", "callcenter", "cdp", "cms", "commerce",
        "crm", "datastore", "design", "devops", "enrichment", "events", "forms", "genai", "hris", "identity", "kms",
        "lms", "marketing", "meeting", "messaging", "other", "payment", "performance", "repo", "security", "shipping",
        "signing", "social", "storage", "task", "ticketing", "verification",
    ]

    static let sources: Set<String> = [
        "vendor", "nango", "kingfisher", "trufflehog", "powerplatform", "automatisch", "panora", "supaglue",
        "ballerina", "grant", "socialite", "allauth", "psa", "nextauth", "apievangelist", "kombo", "code",
    ]
}
