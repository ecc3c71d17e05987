//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials
internal import Model

/// Signs the JWTs by which a client proves itself (RFC 7523), with a key in PEM or in the JSON file of a service
/// account.
struct AssertionMaker {
    let now: Timestamp
    let random: @Sendable (Int) -> [UInt8]

    /// The assertion that stands for a user's consent: `iss`, `sub`, `aud` and `scope` unless the row says otherwise.
    func grantAssertion(_ plan: OAuthPlan, _ text: PlanText) throws(OAuthFailure) -> String {
        let key = try ServiceKey(self.key(text))
        var text = text
        for (name, value) in key.values where text.value(name) == nil { text.extra[name] = value }
        var claims: [String: JSONValue] = [:]
        claims["iss"] = (text.value("client_email") ?? text.value("client_id")).map { .string($0) }
        claims["sub"] = Self.subjects.compactMap { text.value($0) }.first.map { .string($0) }
        claims["aud"] = plan.tokenURL.map { .string($0) }
        if !plan.scopes.isEmpty { claims["scope"] = text.value("scopes").map { .string($0) } }
        return try self.signed(claims, key, plan, text)
    }

    private static let subjects = ["subject", "user_id", "username"]

    /// The assertion that stands for a client secret.
    func clientAssertion(_ plan: OAuthPlan, _ text: PlanText) throws(OAuthFailure) -> String {
        guard let id = text.value("client_id") else { throw .missing("client_id") }
        let claims: [String: JSONValue] = [
            "iss": .string(id), "sub": .string(id), "aud": .string(plan.tokenURL ?? ""),
            "jti": .string(Base64URL.encode(self.random(16))),
        ]
        return try self.signed(claims, try ServiceKey(self.key(text)), plan, text)
    }

    /// The token that an app signs for itself, to log in with.
    func loginToken(_ plan: OAuthPlan, _ text: PlanText) throws(OAuthFailure) -> String {
        try self.signed([:], try ServiceKey(self.key(text)), plan, text)
    }

    private func key(_ text: PlanText) throws(OAuthFailure) -> String {
        guard let key = text.value("private_key") else { throw .missing("private_key") }
        return key
    }

    private func signed(
        _ usual: [String: JSONValue], _ key: ServiceKey, _ plan: OAuthPlan, _ text: PlanText
    ) throws(OAuthFailure) -> String {
        let assertion = plan.method.quirks.assertion ?? ClientAssertion()
        // Clocks differ: a token from the future is refused by many vendors.
        let issued = self.now.milliseconds / 1000 - 30
        var claims = usual
        claims["iat"] = .number(Double(issued))
        claims["exp"] = .number(Double(issued + 30 + Int64(assertion.lifetime)))
        for claim in assertion.claims {
            // A field that may be left out takes its claim along.
            claims[claim.name] = (try? text.filled(claim.value)).map { .string($0) } ?? claims[claim.name]
        }
        guard claims["iss"] != nil else { throw .missing("the issuer of the assertion") }
        var head: [String: JSONValue] = ["typ": .string("JWT"), "alg": .string(assertion.algorithm.rawValue)]
        if let template = assertion.keyID { head["kid"] = .string(try text.filled(template)) }
        if head["kid"] == nil, let id = key.values["private_key_id"] { head["kid"] = .string(id) }
        let message = [head, claims].map { Base64URL.encode(Array(JSONValue.object($0).text.utf8)) }
            .joined(separator: ".")
        return message + "." + Base64URL.encode(try key.sign(Array(message.utf8), assertion.algorithm))
    }
}

/// A private key, and what came with it.
struct ServiceKey {
    private let pem: String
    /// Of the JSON file of a service account: `client_email`, `private_key_id`, `client_id`.
    let values: [String: String]

    private static let invalid = OAuthFailure.permanent(
        code: "key_invalid",
        message: "the private key is no RSA key of 2048 bits or more, nor a P-256 key, in PEM without a passphrase")

    init(_ text: String) throws(OAuthFailure) {
        let first = text.first { !$0.isWhitespace }
        guard first == "{" else {
            self.values = [:]
            self.pem = Self.mended(text)
            return
        }
        guard case .object(let members)? = try? JSONValue(parsing: text),
            let pem = members["private_key"]?.plainText
        else { throw .permanent(code: "key_invalid", message: "the key file is not the JSON of a service account") }
        var values: [String: String] = [:]
        for name in ["client_email", "private_key_id"] { values[name] = members[name]?.plainText }
        self.values = values
        self.pem = Self.mended(pem)
    }

    /// A key that was copied out of JSON or out of an environment variable.
    private static func mended(_ text: String) -> String {
        text.contains("\n") ? text : text.replacing("\\n", with: "\n")
    }

    func sign(_ message: [UInt8], _ algorithm: ClientAssertion.Algorithm) throws(OAuthFailure) -> [UInt8] {
        do {
            switch algorithm {
            case .rs256, .ps256:
                let key = try _RSA.Signing.PrivateKey(pemRepresentation: self.pem)
                let padding = algorithm == .ps256 ? _RSA.Signing.Padding.PSS : .insecurePKCS1v1_5
                return Array(try key.signature(for: SHA256.hash(data: message), padding: padding).rawRepresentation)
            case .es256:
                let key = try P256.Signing.PrivateKey(pemRepresentation: self.pem)
                return Array(try key.signature(for: SHA256.hash(data: message)).rawRepresentation)
            }
        } catch { throw Self.invalid }
    }
}
