//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Crypto
import Foundation
import Model
import TestSupport
import Testing

@Suite struct OAuth1Tests {
    @Test func aTokenIsGotInThreeSteps() async throws {
        let rig = try VendorRig(hosts: "api.x.com")
        let integration = try rig.integration("x")
        let auth = ConnectionAuth.with(["grant": "oauth1"])
        let plan = try integration.oauth(auth: auth)
        rig.answers(
            Self.form("oauth_token=temp-1&oauth_token_secret=temp-secret-1&oauth_callback_confirmed=true"),
            Self.form("oauth_token=token-1&oauth_token_secret=token-secret-1&user_id=1"))

        let temporary = try await rig.service.requestToken(
            plan, client: rig.client, redirectURI: "https://us.example/oauth/code")
        let url = try rig.service.authorizationURL(plan, client: rig.client, requestToken: temporary)
        let grant = try await rig.service.accessToken(
            plan, client: rig.client, requestToken: temporary, verifier: Secret("verifier-1"))

        #expect(url == "https://api.x.com/oauth/authorize?oauth_token=temp-1")
        #expect(grant.captured["token_id"] == Secret("token-1"))
        #expect(grant.captured["token_secret"] == Secret("token-secret-1"))
        let fields = try rig.vendor.requests.map { try Self.fields($0) }
        #expect(fields[0]["oauth_callback"] == "https%3A%2F%2Fus.example%2Foauth%2Fcode")
        #expect(fields[1]["oauth_verifier"] == "verifier-1")
        try Self.verify(fields[0], "https://api.x.com/oauth/request_token", "client-secret-1&")
        try Self.verify(fields[1], "https://api.x.com/oauth/access_token", "client-secret-1&temp-secret-1")
    }

    @Test(arguments: [
        "oauth_token=a&oauth_token_secret=b", "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=false",
        "oauth_token_secret=b&oauth_callback_confirmed=true", "", "<html>",
        "oauth_token=a%0d%0a&oauth_token_secret=b&oauth_callback_confirmed=true",
        "oauth_token=a&oauth_token=b&oauth_token_secret=b&oauth_callback_confirmed=true",
    ])
    func aBadTemporaryTokenIsRefused(body: String) async throws {
        let rig = try VendorRig(hosts: "api.x.com")
        let plan = try rig.integration("x").oauth(auth: .with(["grant": "oauth1"]))
        rig.answers(Self.form(body))

        await #expect(throws: OAuthFailure.self) {
            try await rig.service.requestToken(plan, client: rig.client, redirectURI: "https://us.example/oauth/code")
        }
    }

    private static func form(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// The parameters of the field, as they stand there.
    private static func fields(_ request: ReceivedRequest) throws -> [String: String] {
        let value = try #require(request.head.value("authorization"))
        var fields: [String: String] = [:]
        for part in value.dropFirst("OAuth ".count).components(separatedBy: ", ") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            fields[pair[0]] = String(pair[1].dropFirst().dropLast())
        }
        return fields
    }

    /// Computes the signature once more, from what was received (RFC 5849 section 3.4).
    private static func verify(_ fields: [String: String], _ url: String, _ key: String) throws {
        var others = fields
        let signature = others.removeValue(forKey: "oauth_signature")?.removingPercentEncoding
        let allowed = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let pairs = others.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        let texts = try [url, pairs].map { try #require($0.addingPercentEncoding(withAllowedCharacters: allowed)) }
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Data("POST&\(texts[0])&\(texts[1])".utf8), using: SymmetricKey(data: Data(key.utf8)))
        #expect(signature == Data(code).base64EncodedString())
    }
}
