//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Foundation
import JWTKit
import Model
import Outgoing
import Testing

/// JWTs that clients sign for themselves, verified by another implementation.
@Suite struct AssertionTests {
    private struct Claims: JWTPayload {
        var iss: String
        var sub: String?
        var aud: String?
        var scope: String?
        var iat: Int
        var exp: Int

        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    private static let rsa = Result { try Insecure.RSA.PrivateKey(pem: Self.newRSAKey()) }
    private static let rsaPEM = Result { try Self.rsa.get().pemRepresentation }

    /// Made by OpenSSL, so that no key is stored.
    private static func newRSAKey() throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl", "genrsa", "2048"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private let rig: VendorRig

    init() throws { self.rig = try VendorRig() }

    private func parameters(
        _ slug: String, _ auth: ConnectionAuth, _ grant: OAuthGrant, client: OAuthClient? = nil
    ) throws -> [String: String] {
        let plan = try self.rig.catalog.oauth(type: slug, auth: auth, grant: grant)
        let request = try self.rig.service.prepare(.credentials(auth), plan: plan, client: client ?? self.rig.client)
        var members: [String: String] = [:]
        for pair in (request.body?.revealText() ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            if parts.count == 2 { members[parts[0]] = parts[1] }
        }
        return members
    }

    private func verified(_ token: String?, pss: Bool = false) async throws -> Claims {
        let keys = JWTKeyCollection()
        let key = try Self.rsa.get().publicKey
        if pss {
            await keys.add(pss: key, digestAlgorithm: .sha256)
        } else {
            await keys.add(rsa: key, digestAlgorithm: .sha256)
        }
        return try await keys.verify(try #require(token), as: Claims.self)
    }

    @Test func aGoogleServiceAccountSigns() async throws {
        var auth = ConnectionAuth()
        let pem = try Self.rsaPEM.get().replacingOccurrences(of: "\n", with: "\\n")
        auth.key = Secret(
            "{\"type\":\"service_account\",\"client_email\":\"robot@acme.example\",\"private_key_id\":\"kid-1\","
                + "\"private_key\":\"\(pem)\"}"
        )
        auth.meta["subject"] = .string("person@acme.example")

        let parameters = try self.parameters("googledrive", auth, .jwtBearer, client: OAuthClient(id: "", secret: nil))

        #expect(parameters["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        #expect(parameters["client_id"] == nil)
        let claims = try await self.verified(parameters["assertion"])
        #expect(claims.iss == "robot@acme.example")
        #expect(claims.sub == "person@acme.example")
        #expect(claims.aud == "https://oauth2.googleapis.com/token")
        #expect(claims.scope?.contains("https://www.googleapis.com/auth/drive") == true)
        #expect(claims.exp - claims.iat <= 3600)
    }

    @Test(arguments: [
        ("docusign", "account.docusign.com", ["user_id": "user-1"]),
        ("salesforce", "https://login.salesforce.com", ["username": "user-1"]),
    ])
    func theAudienceIsTheRows(slug: String, audience: String, fields: [String: String]) async throws {
        var auth = ConnectionAuth.with(fields)
        auth.pem = Secret(try Self.rsaPEM.get())
        auth.clientID = "client-1"

        let claims = try await self.verified(try self.parameters(slug, auth, .jwtBearer)["assertion"])

        #expect(claims.iss == "client-1")
        #expect(claims.sub == "user-1")
        #expect(claims.aud == audience)
    }

    @Test func netSuitesClientSignsInPlaceOfASecret() async throws {
        var auth = ConnectionAuth.with(["account_domain": "1234567-sb1", "certificate_id": "cert-1"])
        auth.pem = Secret(try Self.rsaPEM.get())
        auth.clientID = "client-1"

        let parameters = try self.parameters("netsuite", auth, .clientCredentials)

        #expect(parameters["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        #expect(parameters["client_secret"] == nil)
        let claims = try await self.verified(parameters["client_assertion"], pss: true)
        #expect(claims.scope == "rest_webservices")
        let head = try #require(parameters["client_assertion"]?.split(separator: ".").first)
        #expect(
            Data(base64Encoded: head + String(repeating: "=", count: (4 - head.count % 4) % 4)).map {
                String(decoding: $0, as: UTF8.self)
            }?.contains("\"kid\":\"cert-1\"") == true)
    }

    @Test func aGitHubAppLogsInByItsOwnToken() async throws {
        var auth = ConnectionAuth.with(["app_id": "12345", "installation_id": "678", "grant": "jwt"])
        auth.pem = Secret(try Self.rsaPEM.get())
        let integration = try self.rig.integration("github")
        let plan = try integration.oauth(auth: auth)
        let request = try self.rig.service.prepare(
            .credentials(auth), plan: plan, client: OAuthClient(id: "", secret: nil))

        #expect(request.url.host == "api.github.com")
        #expect(request.url.target == "/app/installations/678/access_tokens")
        let token = request.headers.first { $0.name == "Authorization" }?.value.revealText().dropFirst(7)
        #expect(try await self.verified(token.map(String.init)).iss == "12345")
        let answer = OutgoingAnswer(
            status: 201, headers: [], body: Secret("{\"token\":\"ghs_1\",\"expires_at\":\"2030-01-01T00:00:00Z\"}"))
        let grant = try self.rig.service.read(answer, plan: plan)
        try self.rig.service.apply(grant, to: &auth, plan: plan, integration: integration, now: VendorRig.now)
        guard case .fixed(let credential) = try integration.resolve(auth: auth).credential else { return }
        #expect(credential.headers.map { $0.value.revealText() } == ["Bearer ghs_1"])
        #expect(auth.expiryDate == Timestamp(milliseconds: VendorRig.now.milliseconds + 3_600_000))
    }

    @Test(arguments: [
        "", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "{", "{\"private_key\":1}", "{}",
        "{\"private_key\":\"x\",\"client_email\":\"a@b.c\"}", "\u{0}", "-----BEGIN RSA PRIVATE KEY-----",
    ])
    func aBadKeyIsAClearFailure(key: String) throws {
        var auth = ConnectionAuth.with(["client_email": "a@b.c"])
        auth.pem = Secret(key.isEmpty ? " " : key)
        let plan = try self.rig.catalog.oauth(type: "googledrive", auth: auth, grant: .jwtBearer)

        let failure = #expect(throws: OAuthFailure.self) {
            try self.rig.service.prepare(.credentials(auth), plan: plan, client: OAuthClient(id: "", secret: nil))
        }

        #expect(failure?.code == "key_invalid")
        #expect(failure?.isPermanent == true)
    }
}
