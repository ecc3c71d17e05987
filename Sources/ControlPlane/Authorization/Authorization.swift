//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// What one link was made for; sealed in the row of its token until the connection is stored.
///
/// ```
///            GET /connect/{token}                       GET /oauth/code
///  open ──────────────────────────▶ open, with attempts ───────────────▶ finished(connection)
///    │  form refused: stays open                        │ refused: row deleted
///    ▼ expires_at                                       ▼
///  (gone)                                             (gone)
/// ```
///
/// 1. A connection is stored in the transaction that turns `open` into `finished`: at most one a link.
/// 2. An attempt is deleted before its code is sent to the vendor: a state is good once.
/// 3. After a failure that the caller is told of, or after `expires_at`, there is no row, and nothing is stored.
struct Authorization: Sendable, Equatable {
    /// A connection that is authorised anew.
    struct Reauthorization: Sendable, Equatable {
        var connection: ConnectionID
        /// The hash of the token that allows it; it is used up when the connection is stored.
        var token: KeyDigest
    }

    var integrationType: String
    var environment = productionEnvironment
    var success: RedirectTarget?
    var failure: RedirectTarget?
    /// Handed back as it came.
    var callerState: String?
    var requested = RequestedScopes.none
    var externalXref: String?
    var language: String?
    /// Variables of the integration that the link gives.
    var values: [String: String] = [:]
    var reauthorization: Reauthorization?
    /// What was stored.
    var finished: ConnectionID?

    init(integrationType: String) { self.integrationType = integrationType }
}

/// One customer on the way to the vendor and back; sealed in the row of its `state`.
struct AuthorizationAttempt: Sendable {
    /// The hash of the link's token.
    var page: KeyDigest
    /// The hash of the cookie of the browser that began.
    var browser: KeyDigest
    /// Which of the integration's methods.
    var method: Int
    /// Variables that are known before the vendor answers.
    var values: [String: String]
    var verifier: Secret
    /// As it was sent, to be sent again (RFC 6749 section 4.1.3).
    var redirectURI: String
    var clientID: String
    /// Of the vendor's authorization server, when it is known (RFC 9207).
    var issuer: String?
}

/// A document that is sealed in a row of `authorizations`.
protocol AuthorizationDocument: Sendable {
    /// Whether anybody can have one made.
    static var isLink: Bool { get }
    var document: JSONValue { get }
    init(_ reader: DocumentReader) throws(DocumentError)
}

extension Authorization: AuthorizationDocument {
    static var isLink: Bool { true }

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "kind": .string("page"), "integration_type": .string(self.integrationType),
            "environment": .string(self.environment),
        ]
        members["success"] = self.success.map { .string($0.text) }
        members["failure"] = self.failure.map { .string($0.text) }
        members["state"] = self.callerState.map { .string($0) }
        members["scopes"] = .array((self.requested.permissions + self.requested.scopes).map { .string($0) })
        members["external_xref"] = self.externalXref.map { .string($0) }
        members["language"] = self.language.map { .string($0) }
        members["values"] = .object(self.values.mapValues { .string($0) })
        members["connection"] = self.reauthorization.map { .string($0.connection.description) }
        members["reauth_token"] = self.reauthorization.map { .string($0.token.hexadecimal) }
        members["finished"] = self.finished.map { .string($0.description) }
        return .object(members)
    }

    init(_ reader: DocumentReader) throws(DocumentError) {
        try reader.expectKind("page")
        self.init(integrationType: try reader.required("integration_type"))
        self.environment = try reader.required("environment")
        self.success = try reader.text("success").flatMap { RedirectTarget($0) }
        self.failure = try reader.text("failure").flatMap { RedirectTarget($0) }
        self.callerState = try reader.text("state")
        do { self.requested = try RequestedScopes(try reader.texts("scopes") ?? []) } catch {
            throw reader.failure("scopes", "cannot be read")
        }
        self.externalXref = try reader.text("external_xref")
        self.language = try reader.text("language")
        self.values = try reader.textMembers("values")
        if let connection = try reader.text("connection").flatMap({ ConnectionID($0) }),
            let token = try reader.text("reauth_token").flatMap({ KeyDigest(hexadecimal: $0) })
        {
            self.reauthorization = Reauthorization(connection: connection, token: token)
        }
        self.finished = try reader.text("finished").flatMap { ConnectionID($0) }
    }
}

extension AuthorizationAttempt: AuthorizationDocument {
    static var isLink: Bool { false }

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "kind": .string("state"), "page": .string(self.page.hexadecimal),
            "browser": .string(self.browser.hexadecimal), "method": .number(Double(self.method)),
            "values": .object(self.values.mapValues { .string($0) }), "verifier": .string(self.verifier.revealText()),
            "redirect_uri": .string(self.redirectURI), "client_id": .string(self.clientID),
        ]
        members["issuer"] = self.issuer.map { .string($0) }
        return .object(members)
    }

    init(_ reader: DocumentReader) throws(DocumentError) {
        try reader.expectKind("state")
        self.page = try reader.digest("page")
        self.browser = try reader.digest("browser")
        self.method = Int(try reader.wholeNumber("method") ?? 0)
        self.values = try reader.textMembers("values")
        self.verifier = Secret(try reader.required("verifier"))
        self.redirectURI = try reader.required("redirect_uri")
        self.clientID = try reader.required("client_id")
        self.issuer = try reader.text("issuer")
    }
}

extension DocumentReader {
    fileprivate func expectKind(_ kind: String) throws(DocumentError) {
        guard try self.text("kind") == kind else { throw self.failure("kind", "is another") }
    }

    fileprivate func required(_ name: String) throws(DocumentError) -> String {
        guard let text = try self.text(name) else { throw self.failure(name, "is missing") }
        return text
    }

    fileprivate func digest(_ name: String) throws(DocumentError) -> KeyDigest {
        guard let digest = KeyDigest(hexadecimal: try self.required(name)) else {
            throw self.failure(name, "is no hash")
        }
        return digest
    }

    fileprivate func textMembers(_ name: String) throws(DocumentError) -> [String: String] {
        (try self.members(name) ?? [:]).compactMapValues { value in
            guard case .string(let text) = value else { return nil }
            return text
        }
    }
}
