//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import FoundationEssentials
internal import Model

/// Who the customer is, from an ID token.
///
/// It came from the token endpoint itself, so that its signature says nothing new (OpenID Connect Core 3.1.3.7); it is
/// shown to people, and decides nothing.
struct IdentityClaims {
    private let claims: [String: JSONValue]

    init(_ members: [String: JSONValue]) {
        guard case .string(let token)? = members["id_token"] else {
            self.claims = [:]
            return
        }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count <= 16_384, let bytes = Base64URL.decode(String(parts[1])),
            case .object(let claims)? = try? JSONValue(parsing: bytes)
        else {
            self.claims = [:]
            return
        }
        self.claims = claims
    }

    func apply(to auth: inout ConnectionAuth) {
        if let name = self.text("name") { auth.name = name }
        if let email = self.text("email") { auth.emails = [email] }
        if let subject = self.text("sub") { auth.userID = subject }
    }

    private func text(_ name: String) -> String? {
        guard let text = self.claims[name]?.plainText, text.utf8.count <= 1000,
            text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return text
    }
}
