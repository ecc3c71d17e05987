//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Which of an integration's methods a connection gets its tokens by.
struct OAuthMethodChoice {
    let integration: Integration
    let fields: ConnectionFields

    /// Where `auth.meta` notes the method that a connection was made by.
    static let member = "grant"

    private var candidates: [AuthMethod] { self.integration.methods.filter(\.givesTokens) }

    /// The method of `grant`; else the one that the connection notes; else the one that its fields are for.
    func method(_ grant: OAuthGrant?) throws(ResolutionError) -> AuthMethod {
        let candidates = self.candidates
        guard let first = candidates.first else {
            throw .unsupported(method: self.integration.methods.first?.kind.rawValue ?? "nothing")
        }
        if let grant {
            guard let method = candidates.first(where: { $0.grant == grant }) else {
                throw .unsupported(method: grant.rawValue)
            }
            return method
        }
        let noted = self.fields.auth.meta[Self.member]?.scalarText
        if let method = candidates.first(where: { $0.grant?.rawValue ?? $0.kind.rawValue == noted }) { return method }
        let byCode = candidates.first { $0.grant == .authorizationCode }
        if let byCode, self.fields.text("refresh_token") != nil { return byCode }
        return candidates.first(where: self.isComplete) ?? byCode ?? first
    }

    /// Whether all is there for a token without the customer.
    private func isComplete(_ method: AuthMethod) -> Bool {
        guard method.grant != .authorizationCode, method.kind != .oauth1 else { return false }
        var names = method.fields
        let signs = method.grant == .jwtBearer || method.clientAuthentication == .assertion
        if method.kind == .oauth2, !signs { names += ["client_id", "client_secret"] }
        if self.fields.hasKeyFile { names.removeAll { $0 == "client_email" } }
        return !names.isEmpty && names.allSatisfy { self.fields.text($0) != nil }
    }
}

extension ConnectionFields {
    /// Whether the key is the JSON file of a service account, which says whose it is.
    var hasKeyFile: Bool { self.text("private_key")?.first { !$0.isWhitespace } == "{" }
}

extension AuthMethod {
    /// Whether a token is asked for, or logged in for.
    package var givesTokens: Bool {
        switch self.kind {
        case .oauth2: true
        case .oauth1: self.requestTokenURL != nil
        case .session, .jwt: self.login != nil
        case .apiKey, .basic, .bearer, .awsSignature4, .hmac, .digest, .custom: false
        }
    }
}
