//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Model

/// Resolves a connection of the integration `generic`: the base URL in `auth.api_url`, the scheme in `auth.meta`.
struct GenericResolution {
    let auth: ConnectionAuth

    private enum Scheme: String {
        case bearer
        case header
        case query
        case basic
        case oauth1
        case awsSignature4 = "aws_sigv4"
        case none
    }

    func resolve() throws(ResolutionError) -> ResolvedConnection {
        guard let url = self.auth.apiURL, !url.isEmpty else { throw .missing(names: ["api_url"]) }
        guard let base = BaseURL(hosts: .any).parse(url) else {
            throw .invalid(
                name: "api_url", kind: "an http or https URL of an ASCII host, maybe a port, and maybe a path")
        }
        let own = HostPattern(host: base.host, port: base.port == base.scheme.defaultPort ? nil : base.port)
        return ResolvedConnection(
            base: base, credential: try self.credential(), staticHeaders: try self.staticHeaders(),
            allowedHosts: [own] + (try AllowedHosts.extra(in: self.auth, hosts: .any)))
    }

    private func credential() throws(ResolutionError) -> CredentialScheme {
        let text = self.meta("scheme") ?? self.meta("auth") ?? Scheme.bearer.rawValue
        switch Scheme(rawValue: text) {
        case .bearer?: return .fixed(try self.header("Authorization", format: "Bearer {token}"))
        case .header?:
            guard let name = self.meta("header") else { throw .missing(names: ["header"]) }
            try Self.checkName(name, "header")
            return .fixed(try self.header(name, format: self.meta("format") ?? "{token}"))
        case .query?:
            guard let name = self.meta("query") ?? self.meta("name") else { throw .missing(names: ["query"]) }
            try CredentialText.check(name, "query")
            let token = try self.token()
            return .fixed(InjectedCredential(query: [CredentialField(name: name, value: Secret(token))]))
        case .basic?: return .fixed(try self.basic())
        case .oauth1?: return .oauth1(try self.oauth1())
        case .awsSignature4?: return .awsSignature4(try self.aws())
        case Scheme.none?: return .fixed(InjectedCredential())
        case nil: throw .invalid(name: "scheme", kind: "bearer, header, query, basic, oauth1, aws_sigv4 or none")
        }
    }

    private func header(_ name: String, format: String) throws(ResolutionError) -> InjectedCredential {
        let template = IntegrationTemplate(format)
        guard template.names == ["token"], FieldText.isValue(format) else {
            throw .invalid(name: "format", kind: "text with {token} in it")
        }
        let token = try self.token()
        try CredentialText.checkHeader(token, "token")
        let value = template.filled { (_) throws(Never) in token }
        return InjectedCredential(headers: [CredentialField(name: name, value: Secret(value))])
    }

    private func basic() throws(ResolutionError) -> InjectedCredential {
        let pair = try self.userAndPassword()
        return InjectedCredential(
            headers: [
                CredentialField(
                    name: "Authorization", value: Secret("Basic " + Data(pair.utf8).base64EncodedString()))
            ])
    }

    /// `user:password`, from wherever it is given.
    private func userAndPassword() throws(ResolutionError) -> String {
        let others = self.auth.otherAuthInfo.map { $0.revealText() }
        let username = self.meta("username") ?? others.first
        let password = self.meta("password") ?? others.dropFirst().first
        if username == nil, password == nil, let token = self.member {
            try CredentialText.check(token, "token")
            guard token.contains(":") else { throw .invalid(name: "token", kind: "user:password") }
            return token
        }
        guard let username = username else { throw .missing(names: ["username"]) }
        try CredentialText.check(username, "username")
        guard !username.contains(":") else { throw .invalid(name: "username", kind: "without a colon") }
        try CredentialText.check(password ?? "", "password")
        return "\(username):\(password ?? "")"
    }

    private func token() throws(ResolutionError) -> String {
        guard let token = self.member ?? self.auth.otherAuthInfo.first?.revealText(), !token.isEmpty else {
            throw .missing(names: ["token"])
        }
        try CredentialText.check(token, "token")
        return token
    }

    private var member: String? {
        let secrets = [self.auth.token, self.auth.accessToken, self.auth.devAPIKey, self.auth.key]
        return secrets.compactMap { $0 }.first { !$0.isEmpty }?.revealText()
    }

    func meta(_ name: String) -> String? {
        self.auth.meta[name]?.scalarText.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func checkName(_ name: String, _ member: String) throws(ResolutionError) {
        guard FieldText.isToken(name), !FieldText.isReserved(name) else {
            throw .invalid(name: member, kind: "a header field that a connection may set")
        }
    }

    private func staticHeaders() throws(ResolutionError) -> [StaticHeader] {
        switch self.auth.meta["headers"] {
        case nil, .null: return []
        case .object(let members):
            var headers: [StaticHeader] = []
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                try Self.checkName(name, "headers")
                // These are credentials: they have schemes of their own, and never give way to a caller's.
                guard !["authorization", "cookie"].contains(name.lowercased()) else {
                    throw .invalid(name: "headers", kind: "without Authorization and Cookie: use scheme header")
                }
                guard let text = value.scalarText, FieldText.isValue(text) else {
                    throw .invalid(name: "headers", kind: "names and their values in ASCII")
                }
                headers.append(StaticHeader(name: name, value: text))
            }
            return headers
        case .bool, .number, .string, .array: throw .invalid(name: "headers", kind: "an object of names and values")
        }
    }
}
