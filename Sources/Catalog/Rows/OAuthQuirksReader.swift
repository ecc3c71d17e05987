//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Yams

/// Reads where a vendor's OAuth differs from the standard, out of a method's mapping.
struct OAuthQuirksReader {
    let report: RowReport

    static let keys: Set<String> = [
        "token_format", "names", "answer", "refresh_params", "callback_params", "callback_code", "callback_hmac",
        "revoke_format", "issuer", "assertion", "optional_fields",
        "token_types",
    ]

    /// The parameters that a vendor may have its own names for.
    private static let parameters: Set<String> = [
        "client_id", "client_secret", "code", "scope", "redirect_uri", "refresh_token", "grant_type", "token",
    ]

    /// The members of a token answer that may lie elsewhere.
    private static let members: Set<String> = [
        "access_token", "refresh_token", "expires_in", "refresh_token_expires_in", "scope", "token_type", "error",
    ]

    func read(_ reader: MappingReader) -> OAuthQuirks {
        var quirks = OAuthQuirks()
        quirks.tokenFormat =
            self.choice("token_format", in: reader, TokenFormat.self, says: "form, json, query or get") ?? .form
        quirks.revokeFormat =
            self.choice("revoke_format", in: reader, RevokeFormat.self, says: "form, json or bearer") ?? .form
        quirks.names = self.mapping("names", in: reader, among: Self.parameters)
        quirks.answer = self.mapping("answer", in: reader, among: Self.members)
        quirks.tokenTypes = (reader.strings("token_types") ?? []).map { $0.lowercased() }
        quirks.refreshParameters = reader.pairs("refresh_params")
        quirks.callbackParameters = reader.strings("callback_params") ?? []
        quirks.callbackCode = reader.string("callback_code")
        quirks.callbackHMAC = reader.string("callback_hmac")
        quirks.issuer = reader.string("issuer")
        quirks.assertion = self.assertion(in: reader)
        quirks.optionalFields = reader.strings("optional_fields") ?? []
        return quirks
    }

    private func mapping(_ key: String, in reader: MappingReader, among known: Set<String>) -> [String: String] {
        let pairs = reader.pairs(key) ?? []
        for pair in pairs where !known.contains(pair.name) { reader.fault("\(key): unknown key \(pair.name)", at: key) }
        return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ key: String, in reader: MappingReader, _ type: Choice.Type, says: String
    ) -> Choice? {
        guard let text = reader.string(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            reader.fault("\(key) is \(says)", at: key)
            return nil
        }
        return choice
    }

    private func assertion(in reader: MappingReader) -> ClientAssertion? {
        guard let node = reader.node("assertion") else { return nil }
        let keys: Set<String> = ["alg", "kid", "claims", "ttl"]
        guard let inner = MappingReader(node, place: reader.place + " assertion", report: self.report, keys: keys)
        else { return nil }
        var assertion = ClientAssertion()
        assertion.algorithm =
            self.choice("alg", in: inner, ClientAssertion.Algorithm.self, says: "RS256, PS256 or ES256") ?? .rs256
        assertion.keyID = inner.string("kid")
        assertion.claims = inner.pairs("claims") ?? []
        assertion.lifetime = inner.integer("ttl") ?? 300
        if !(1...3600).contains(assertion.lifetime) { inner.fault("ttl is 1 to 3600 seconds", at: "ttl") }
        return assertion
    }
}

extension AuthMethod {
    /// The credential fields that are asked for, those that may be left out too.
    var allFields: [String] { self.fields + self.quirks.optionalFields }

    /// What a method that signs makes of its fields.
    var madeNames: Set<String> { self.quirks.assertion == nil ? [] : ["jwt", "scopes", "token_url"] }
}
