//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Testing

/// The signers against programs that others wrote, by thousands of requests.
@Suite struct SigningVectorTests {
    private let vectors: SigningVectors

    init() throws { self.vectors = try SigningVectors.load() }

    @Test func awsSignsAsBotocoreDoes() throws {
        var wrong: [String] = []
        for vector in self.vectors.aws {
            let place = self.vectors.places[vector.place]
            let base = try #require(UpstreamBase(text: place[2]))
            let credential = SampleCredential.aws(
                service: place[0], region: place[1], token: vector.hasToken ? "session/token+1==" : nil)
            let lines = try #require(
                vector.request.signed(credential, to: base, streams: vector.isStreamed), "\(vector.request)")
            if !lines.hasSuffix("\r\n") || !lines.contains(", Signature=\(vector.signature)") {
                wrong.append("\(place[0]) \(vector.request.method) \(vector.request.target) \(vector.request.fields)")
            }
        }

        #expect(self.vectors.aws.count >= 1000)
        #expect(wrong == [])
    }

    @Test func oauth1SignsAsOauthlibDoes() throws {
        var wrong: [String] = []
        for vector in self.vectors.oauth {
            let base = try #require(UpstreamBase(text: self.vectors.places[vector.place][0]))
            let credential = SampleCredential.oauth1(
                try #require(OAuth1Credential.Method(rawValue: vector.algorithm)),
                token: vector.hasToken ? "token&1" : nil, secret: vector.hasToken ? "token secret/" : nil,
                realm: vector.realm)
            let line = try #require(vector.request.signed(credential, to: base))
            let begin = vector.realm.map { "realm=\"\($0)\", " } ?? ""
            if !line.hasPrefix("Authorization: OAuth \(begin)oauth_consumer_key=\"consumer%20key\", ")
                || !line.contains("oauth_signature=\"\(vector.signature)")
            {
                wrong.append("\(vector.request.method) \(base) \(vector.request.target) \(vector.request.body)")
            }
        }

        #expect(self.vectors.oauth.count >= 1000)
        #expect(wrong == [])
    }
}
