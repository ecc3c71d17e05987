//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Yams

/// Reads one method of a row's `auth`.
struct AuthMethodReader {
    let report: RowReport

    private static let keys = Set<String>([
        "type", "grant", "authorization_url", "token_url", "refresh_url", "revoke_url", "request_token_url", "scopes",
        "scope_sep", "client_auth", "pkce", "params", "token_params", "refresh", "rotates", "expires_in", "fields",
        "username", "password", "header", "query", "signature", "login", "base_url", "note",
    ]).union(OAuthQuirksReader.keys)

    func read(_ node: Node, place: String) -> AuthMethod? {
        guard let reader = MappingReader(node, place: place, report: self.report, keys: Self.keys) else { return nil }
        let kindText = reader.string("type") ?? "nothing"
        guard let kind = AuthKind(rawValue: kindText) else {
            reader.fault("unknown type \(kindText)", at: "type")
            return nil
        }
        var method = AuthMethod(kind: kind)
        self.readOAuth(reader, into: &method)
        method.fields = reader.strings("fields") ?? []
        method.username = reader.string("username")
        method.password = reader.string("password")
        method.headers = reader.pairs("header", areHeaders: true)
        method.query = reader.pairs("query")
        method.signature = reader.string("signature")
        method.login = self.login(in: reader)
        method.baseURL = reader.string("base_url")
        method.note = reader.string("note")
        return method
    }

    private func readOAuth(_ reader: MappingReader, into method: inout AuthMethod) {
        method.grant = self.choice("grant", in: reader, OAuthGrant.self, fault: "unknown grant")
        method.authorizationURL = reader.string("authorization_url")
        method.tokenURL = reader.string("token_url")
        method.refreshURL = reader.string("refresh_url")
        method.revokeURL = reader.string("revoke_url")
        method.requestTokenURL = reader.string("request_token_url")
        method.scopes = reader.strings("scopes") ?? []
        method.scopeSeparator = reader.string("scope_sep") ?? " "
        method.clientAuthentication =
            self.choice(
                "client_auth", in: reader, ClientAuthentication.self,
                fault: "client_auth is body, basic, none or assertion")
            ?? .body
        method.pkce = self.choice("pkce", in: reader, PKCEUse.self, fault: "pkce is optional, required or refused")
        method.parameters = reader.pairs("params") ?? []
        method.tokenParameters = reader.pairs("token_params") ?? []
        method.issuesRefreshToken = reader.boolean("refresh")
        method.rotatesRefreshToken = reader.boolean("rotates")
        method.expiresIn = reader.integer("expires_in")
        method.quirks = OAuthQuirksReader(report: self.report).read(reader)
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ key: String, in reader: MappingReader, _ type: Choice.Type, fault: String
    ) -> Choice? {
        guard let text = reader.string(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            reader.fault("\(fault): \(text)", at: key)
            return nil
        }
        return choice
    }

    private func login(in reader: MappingReader) -> AuthLogin? {
        guard let node = reader.node("login") else { return nil }
        let keys: Set<String> = ["method", "url", "headers", "json", "form", "capture", "ttl"]
        guard let login = MappingReader(node, place: reader.place + " login", report: self.report, keys: keys)
        else { return nil }
        guard let method = login.string("method"), let url = login.string("url"), let capture = login.pairs("capture")
        else {
            login.fault("wants method, url and capture")
            return nil
        }
        var result = AuthLogin(
            method: method, url: url, headers: login.pairs("headers", areHeaders: true) ?? [],
            body: login.string("json").map { .json($0) } ?? login.string("form").map { .form($0) },
            capture: Dictionary(capture.map { ($0.name, $0.value) }) { first, _ in first })
        result.timeToLive = login.integer("ttl")
        return result
    }
}
