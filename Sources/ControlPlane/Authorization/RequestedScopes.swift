//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What `scopes` asks for: names of permissions that are the same at every vendor, and scopes of the vendor's own.
///
/// Permission names are kept with the connection and never sent to a vendor, which would not know them.
package struct RequestedScopes: Sendable, Hashable {
    package var permissions: [String] = []
    package var scopes: [String] = []

    package static let none = RequestedScopes()

    private init() {}

    /// - Throws: `AuthorizationError.invalid` when there are too many, or one that is no scope (RFC 6749 section 3.3).
    package init(_ names: [String]) throws(AuthorizationError) {
        guard names.count <= 200 else { throw .invalid("scopes has too many members") }
        for name in names {
            guard (1...500).contains(name.utf8.count), name.utf8.allSatisfy(Self.isScopeByte) else {
                throw .invalid("scopes must hold printable characters without spaces, quotes and backslashes")
            }
            if Self.isPermission(name) {
                if !self.permissions.contains(name) { self.permissions.append(name) }
            } else if !self.scopes.contains(name) {
                self.scopes.append(name)
            }
        }
    }

    private static func isScopeByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// `CATEGORY_OBJECT_read` or `CATEGORY_OBJECT_write` of a category of the platform's API.
    package static func isPermission(_ name: String) -> Bool {
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2] == "read" || parts[2] == "write", Self.categories.contains(String(parts[0]))
        else { return false }
        return !parts[1].isEmpty && parts[1].utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }

    private static let categories: Set<String> = [
        "accounting", "ads", "analytics", "assessment", "ats", "auth", "calendar", "cdp", "clubs", "commerce",
        "compute", "crm", "datastore", "enrich", "forms", "genai", "healthcare", "hris", "kms", "legal", "lms",
        "martech", "messaging", "metadata", "payment", "performance", "repo", "scim", "shipping", "signing", "social",
        "storage", "task", "ticketing", "uc", "verification",
    ]
}
