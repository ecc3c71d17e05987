//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Testing

@Suite struct OAuth1SignerTests {
    private static func base(_ text: String) throws -> UpstreamBase { try #require(UpstreamBase(text: text)) }

    /// OAuth Core 1.0, appendix A.5: the same scheme as RFC 5849, whose own examples leave `oauth_version` out.
    @Test func theSpecificationsExampleIsSignedAlike() throws {
        let credential = CredentialScheme.oauth1(
            OAuth1Credential(
                method: .hmacSHA1, consumerKey: Secret("dpf43f3p2l4k3l03"), consumerSecret: Secret("kd94hf93k423kf44"),
                token: Secret("nnch734d00sl2jdk"), tokenSecret: Secret("pfkkdhi9sl3r4s00"), realm: "Photos"))
        let request = SigningRequest(
            "GET", "/photos?file=vacation.jpg&size=original", seconds: 1_191_242_096, nonce: "kllo9940pd9333jh")

        let line = request.signed(credential, to: try Self.base("http://photos.example.net"))

        #expect(
            line == """
                Authorization: OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", \
                oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1191242096", \
                oauth_nonce="kllo9940pd9333jh", oauth_version="1.0", \
                oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D"\r\n
                """)
    }

    /// RFC 5849 section 3.4.1.3.2.
    @Test func parametersAreNormalisedAsTheSpecificationDoes() {
        var pairs = QueryPairs()
        pairs.append(form: Array("b5=%3D%253D&a3=a&c%40=&a2=r%20b".utf8))
        pairs.append("oauth_consumer_key", Array("9djdj82h48djs9d2".utf8))
        pairs.append("oauth_token", Array("kkk9d7dh3k39sjv7".utf8))
        pairs.append("oauth_signature_method", Array("HMAC-SHA1".utf8))
        pairs.append("oauth_timestamp", Array("137131201".utf8))
        pairs.append("oauth_nonce", Array("7d8f3e4a".utf8))
        pairs.append(form: Array("c2&a3=2+q".utf8))

        #expect(
            String(decoding: pairs.sorted, as: UTF8.self) == """
                a2=r%20b&a3=2%20q&a3=a&b5=%3D%253D&c%40=&c2=&oauth_consumer_key=9djdj82h48djs9d2&\
                oauth_nonce=7d8f3e4a&oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201&\
                oauth_token=kkk9d7dh3k39sjv7
                """)
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", SigningBodyUse.whole),
        ("Application/X-WWW-Form-URLEncoded ; charset=utf-8", .whole), ("application/json", .streamed),
        ("multipart/form-data; boundary=x", .streamed),
    ])
    func onlyAFormIsWanted(type: String, use: SigningBodyUse) throws {
        let base = try Self.base("https://api.example")
        let request = SigningRequest("POST", "/", ["Content-Type: \(type)"], body: "a=b")

        for method in OAuth1Credential.Method.allCases where method != .plaintext {
            let credential = SampleCredential.oauth1(method)
            #expect(request.bodyUse(credential, to: base) == use)
            #expect((request.signed(credential, to: base, streams: true) == nil) == (use == .whole))
        }
        #expect(request.bodyUse(SampleCredential.oauth1(.plaintext), to: base) == .streamed)
    }

    @Test func whatIsNoFormIsNotSigned() throws {
        let base = try Self.base("https://api.example")
        let request = SigningRequest("POST", "/", ["Content-Type: application/json"], body: "{}")
        var other = request
        other.body = "[1]"
        let credential = SampleCredential.oauth1(.hmacSHA256)

        #expect(request.signed(credential, to: base) == other.signed(credential, to: base))
        #expect(request.signed(credential, to: base) == request.signed(credential, to: base, streams: true))
    }

    @Test func noncesAreNewEveryTime() {
        var generator = SystemRandomNumberGenerator()
        let nonces = (0..<100).map { _ in SigningMoment(seconds: 0, using: &generator).nonce }

        #expect(Set(nonces).count == 100)
        #expect(nonces.allSatisfy { $0.count == 32 })
    }
}
