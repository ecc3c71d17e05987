//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Egress
import Model
import Outgoing
import Testing

/// A token answer that must not be believed.
struct HostileToken: Sendable, CustomStringConvertible {
    var description: String
    var answer: OutgoingAnswer
    /// `nil` for one that says nothing of the credential.
    var code: String?

    init(
        _ description: String, _ code: String?, status: Int = 200, type: String? = "application/json",
        fields: [(String, String)] = [], _ body: String
    ) {
        self.init(description, code, status: status, type: type, fields: fields, bytes: Array(body.utf8))
    }

    init(
        _ description: String, _ code: String?, status: Int = 200, type: String? = "application/json",
        fields: [(String, String)] = [], bytes: [UInt8]
    ) {
        self.description = description
        self.code = code
        let types = type.map { [("content-type", $0)] } ?? []
        self.answer = OutgoingAnswer(
            status: status, headers: (types + fields).map { (name: $0.0, value: $0.1) }, body: Secret(bytes: bytes))
    }
}

@Suite struct TokenAnswerTests {
    private static func plan(_ slug: String = "pipedrive") throws -> OAuthPlan {
        try Catalog.bundled().oauth(type: slug, auth: ConnectionAuth(), grant: .authorizationCode)
    }

    private static let service = VendorService(
        client: OutgoingClient(policy: EgressPolicy(exceptions: [])),
        surroundings: Surroundings(
            now: { Timestamp(milliseconds: 0) }, random: { Array(repeating: 0, count: $0) }, changed: { _ in }))

    private static func read(_ body: String, slug: String = "pipedrive") throws -> TokenGrant {
        try Self.service.read(HostileToken("", nil, body).answer, plan: Self.plan(slug))
    }

    private static let malformed = "answer_malformed"
    private static let good = "{\"access_token\":\"a\"}"

    static let answers: [HostileToken] = [
        HostileToken("nothing", malformed, ""),
        HostileToken("a page", malformed, type: "text/html", "<!doctype html><p>Maintenance"),
        HostileToken("a page called JSON", malformed, "<html>"),
        HostileToken("plain words", malformed, type: "text/plain", "ok"),
        HostileToken("a list", malformed, "[{\"access_token\":\"a\"}]"),
        HostileToken("a text", malformed, "\"a\""),
        HostileToken("null", malformed, "null"),
        HostileToken("cut JSON", malformed, "{\"access_token\":\"a\""),
        HostileToken("text behind JSON", malformed, good + "x"),
        HostileToken("two documents", malformed, good + good),
        HostileToken("a member twice", malformed, "{\"access_token\":\"a\",\"access_token\":\"b\"}"),
        HostileToken("an expiry twice", malformed, "{\"access_token\":\"a\",\"expires_in\":1,\"expires_in\":2}"),
        HostileToken("a byte order mark", malformed, bytes: [0xEF, 0xBB, 0xBF] + Array(good.utf8)),
        HostileToken("UTF-16", malformed, bytes: good.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
        HostileToken("bad UTF-8", malformed, bytes: Array("{\"access_token\":\"".utf8) + [0xFF] + Array("\"}".utf8)),
        HostileToken("deep nesting", malformed, "{\"a\":" + String(repeating: "[", count: 100_000)),
        HostileToken("a comment", malformed, "{/* */\"access_token\":\"a\"}"),
        HostileToken("single quotes", malformed, "{'access_token':'a'}"),
        HostileToken("a number beyond all", malformed, "{\"access_token\":\"a\",\"expires_in\":1e309}"),
        HostileToken("NaN", malformed, "{\"access_token\":\"a\",\"expires_in\":NaN}"),
        HostileToken("compressed", malformed, fields: [("content-encoding", "gzip")], bytes: [0x1F, 0x8B, 8, 0]),
        HostileToken("called compressed", malformed, fields: [("content-encoding", "br")], good),
        HostileToken("no token", malformed, "{}"),
        HostileToken("a null token", malformed, "{\"access_token\":null}"),
        HostileToken("an empty token", malformed, "{\"access_token\":\"\"}"),
        HostileToken("a numeric token", malformed, "{\"access_token\":12345}"),
        HostileToken("a token in a list", malformed, "{\"access_token\":[\"a\"]}"),
        HostileToken("a token with a line feed", malformed, "{\"access_token\":\"a\\nX-Evil: 1\"}"),
        HostileToken("a token with CR LF", malformed, "{\"access_token\":\"a\\r\\nHost: evil\"}"),
        HostileToken("a token with NUL", malformed, "{\"access_token\":\"a\\u0000b\"}"),
        HostileToken("a token with a space", malformed, "{\"access_token\":\"a b\"}"),
        HostileToken("a token that is not ASCII", malformed, "{\"access_token\":\"schlüssel\"}"),
        HostileToken("half a surrogate", malformed, "{\"access_token\":\"\\ud800\"}"),
        HostileToken("an endless token", malformed, "{\"access_token\":\"\(String(repeating: "a", count: 20_000))\"}"),
        HostileToken("token_type mac", malformed, "{\"access_token\":\"a\",\"token_type\":\"mac\"}"),
        HostileToken("token_type DPoP", malformed, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}"),
        HostileToken("token_type N_A", malformed, "{\"access_token\":\"a\",\"token_type\":\"N_A\"}"),
        HostileToken("a numeric token_type", malformed, "{\"access_token\":\"a\",\"token_type\":1}"),
        HostileToken("a numeric refresh token", malformed, "{\"access_token\":\"a\",\"refresh_token\":1}"),
        HostileToken("a refresh token with NUL", malformed, "{\"access_token\":\"a\",\"refresh_token\":\"\\u0000\"}"),
        HostileToken("200 with an error", "invalid_grant", "{\"error\":\"invalid_grant\"}"),
        HostileToken("200 with an error and a token", "bad_code", "{\"access_token\":\"a\",\"error\":\"bad_code\"}"),
        HostileToken("200 with an error object", "error", "{\"error\":{\"message\":\"at-secret\"}}"),
        HostileToken("200 with error true", "error", "{\"error\":true}"),
        HostileToken("an error that is prose", "http_400", status: 400, "{\"error\":\"Your token at-secret is bad\"}"),
        HostileToken(
            "an endless error", "http_400", status: 400, "{\"error\":\"\(String(repeating: "a", count: 65))\"}"),
        HostileToken("an error with markup", "http_400", status: 400, "{\"error\":\"<b>\"}"),
        HostileToken("invalid_grant", "invalid_grant", status: 400, "{\"error\":\"invalid_grant\"}"),
        HostileToken("invalid_client", "invalid_client", status: 401, "{\"error\":\"invalid_client\"}"),
        HostileToken("400 without JSON", "http_400", status: 400, "no"),
        HostileToken("403 with a token", "http_403", status: 403, good),
        HostileToken("404", "http_404", status: 404, type: "text/html", "<h1>Not found"),
        HostileToken(
            "a form with a member twice", malformed, type: "application/x-www-form-urlencoded",
            "access_token=a&access_token=b"),
        HostileToken(
            "a form with a bad escape", malformed, type: "application/x-www-form-urlencoded", "access_token=%zz"),
        HostileToken(
            "a form that is not UTF-8", malformed, type: "application/x-www-form-urlencoded", "access_token=%ff"),
        HostileToken(
            "a form with a line feed", malformed, type: "application/x-www-form-urlencoded", "access_token=a%0d%0ab"),
        HostileToken(
            "a form with an error", "bad_verification_code", type: "application/x-www-form-urlencoded",
            "error=bad_verification_code"),
        HostileToken(
            "a flood in a form", malformed, type: "application/x-www-form-urlencoded",
            (0..<200).map { "a\($0)=b" }.joined(separator: "&")),
        HostileToken("a redirect", nil, status: 302, fields: [("location", "https://evil.example/")], good),
        HostileToken("500", nil, status: 500, "{\"error\":\"invalid_grant\"}"),
        HostileToken("502 with a page", nil, status: 502, type: "text/html", "<html>"),
        HostileToken("429", nil, status: 429, "{\"error\":\"invalid_grant\"}"),
        HostileToken("408", nil, status: 408, ""),
        HostileToken("400 from a busy vendor", nil, status: 400, "{\"error\":\"temporarily_unavailable\"}"),
        HostileToken("200 from a busy vendor", nil, "{\"error\":\"server_error\"}"),
    ]

    @Test(arguments: answers)
    func aHostileAnswerGivesNoToken(_ hostile: HostileToken) throws {
        let plan = try Self.plan()
        let failure = #expect(throws: OAuthFailure.self) { try Self.service.read(hostile.answer, plan: plan) }

        #expect(failure?.isPermanent == (hostile.code != nil))
        if let code = hostile.code { #expect(failure?.code == code) }
        #expect(failure?.message.contains("secret") == false)
    }

    @Test func thereAreEnoughOfThem() { #expect(Self.answers.count >= 60) }

    @Test(
        arguments: [
            ("3600", 3600), ("\"3600\"", 3600), ("3600.9", 3600), ("1", 1), ("0", nil), ("-1", nil), ("\"-1\"", nil),
            ("\"\"", nil), ("null", nil), ("true", nil), ("\"soon\"", nil), ("\"1e3\"", nil), ("1e308", nil),
            ("-1e308", nil),
            ("9223372036854775808", nil), ("\"99999999999999999999\"", nil), ("\"9223372036854775807\"", nil),
            ("9223372036854775807", nil), ("[3600]", nil), ("{}", nil), ("\" 3600\"", nil), ("\"+3600\"", nil),
            ("0.5", nil),
            ("3155760000", 3_155_760_000), ("3155760001", nil),
        ] as [(String, Int64?)])
    func anExpiryIsReadOrUnknown(text: String, seconds: Int64?) throws {
        let grant = try Self.read("{\"access_token\":\"a\",\"expires_in\":\(text)}")

        #expect(grant.expiresIn == seconds)
    }

    @Test(arguments: ["Bearer", "bearer", "BEARER"])
    func aBearerIsABearerInAnyCase(type: String) throws {
        #expect(try Self.read("{\"access_token\":\"a\",\"token_type\":\"\(type)\"}").accessToken == Secret("a"))
    }

    @Test func aRowThatInjectsItsOwnHeaderTakesAnyType() throws {
        let grant = try Self.read("{\"access_token\":\"a\",\"token_type\":\"Zoho-oauthtoken\"}", slug: "zohocrm")

        #expect(grant.accessToken == Secret("a"))
    }

    @Test(
        arguments: [
            ("\"a b\"", ["a", "b"]), ("\"a,b\"", ["a", "b"]), ("[\"a\",\"b\"]", ["a", "b"]), ("null", nil), ("1", nil),
        ] as [(String, [String]?)])
    func scopesComeInAnyForm(text: String, scopes: [String]?) throws {
        #expect(try Self.read("{\"access_token\":\"a\",\"scope\":\(text)}").scopes == scopes)
    }

    @Test func theVendorsWaitIsKeptInBounds() throws {
        let plan = try Self.plan()
        for (given, seconds) in [("30", 30), ("999999999", 86_400), ("-1", nil), ("soon", nil)] as [(String, Int64?)] {
            let answer = HostileToken("", nil, status: 429, fields: [("retry-after", given)], "").answer
            let failure = #expect(throws: OAuthFailure.self) { try Self.service.read(answer, plan: plan) }
            guard case .transient(_, _, let delay)? = failure else { continue }
            #expect(delay == seconds)
        }
    }

    @Test func aGrantIsNeverPrinted() throws {
        let grant = try Self.read("{\"access_token\":\"canary-1\",\"refresh_token\":\"canary-2\",\"x\":\"canary-3\"}")
        var dumped = ""
        dump(grant, to: &dumped)

        #expect(!"\(grant) \(String(reflecting: grant)) \(dumped)".contains("canary"))
    }

    // MARK: - Into the connection

    private func applied(_ body: String, to auth: ConnectionAuth, now: Int64 = 1000) throws -> ConnectionAuth {
        let catalog = try Catalog.bundled()
        let integration = try #require(catalog["calendly"])
        let plan = try integration.oauth(auth: auth, grant: .authorizationCode)
        var auth = auth
        try Self.service.apply(
            try Self.read(body, slug: "calendly"), to: &auth, plan: plan, integration: integration,
            now: Timestamp(milliseconds: now))
        return auth
    }

    @Test func theOldRefreshTokenStaysWhenNoneComes() throws {
        var auth = ConnectionAuth()
        auth.refreshToken = Secret("rt-0")

        #expect(try self.applied("{\"access_token\":\"a\"}", to: auth).refreshToken == Secret("rt-0"))
        #expect(
            try self.applied("{\"access_token\":\"a\",\"refresh_token\":null}", to: auth).refreshToken == Secret("rt-0")
        )
        #expect(
            try self.applied("{\"access_token\":\"a\",\"refresh_token\":\"\"}", to: auth).refreshToken == Secret("rt-0")
        )
        #expect(
            try self.applied("{\"access_token\":\"a\",\"refresh_token\":\"rt-1\"}", to: auth).refreshToken
                == Secret("rt-1"))
    }

    @Test func anExpiryIsAMomentOrTheRowsUsualOne() throws {
        let auth = try self.applied("{\"access_token\":\"a\",\"expires_in\":60}", to: ConnectionAuth())
        #expect(auth.expiryDate == Timestamp(milliseconds: 61_000))

        let usual = try self.applied("{\"access_token\":\"a\",\"expires_in\":0}", to: ConnectionAuth())
        #expect(usual.expiresIn == 7200)
    }

    @Test func aMomentBeyondAllTimeIsNone() throws {
        let auth = try self.applied("{\"access_token\":\"a\",\"expires_in\":60}", to: ConnectionAuth(), now: .max)

        #expect(auth.expiryDate == nil)
    }
}
