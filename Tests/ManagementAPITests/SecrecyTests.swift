//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

@Suite struct SecrecyTests {
    /// Every member of `auth` that is secret or may hold a secret, each with the canary inside.
    private static let auth =
        #"{"api_url":"https://api.example","access_token":"canary-credential-1","refresh_token":"canary-credential-1","#
        + #""token":"canary-credential-1","dev_api_key":"canary-credential-1","client_secret":"canary-credential-1","#
        + #""consumer_key":"canary-credential-1","consumer_secret":"canary-credential-1","key":"canary-credential-1","#
        + #""pem":"canary-credential-1","other_auth_info":["canary-credential-1"],"#
        + #""meta":{"password":"canary-credential-1","deep":[{"x":"canary-credential-1"}]},"name":null,"emails":null}"#

    @Test func noAnswerHoldsASecretOrANull() async throws {
        try await Rig.run { session in
            var answers: [Answer] = []
            let path = "/unified/connection"
            let body = #"{"integration_type":"generic","external_xref":null,"auth":\#(Self.auth)}"#
            answers.append(try await session.send(.post, path, body))
            let id = try #require(answers[0].member("id")?.text)
            answers.append(try await session.send(.get, path))
            answers.append(try await session.send(.get, "\(path)/\(id)"))
            answers.append(try await session.send(.patch, "\(path)/\(id)", #"{"auth":\#(Self.auth)}"#))
            answers.append(try await session.send(.put, "\(path)/\(id)", body))
            answers.append(try await session.send(.get, "/unified/integration"))
            #expect(answers.map(\.status) == [200, 200, 200, 200, 200, 200])
            answers.append(try await session.send(.get, "\(path)/canary-credential-1"))
            answers.append(try await session.send(.get, "/canary-credential-1?limit=canary-credential-1"))
            answers.append(try await session.send(.get, "\(path)?limit=canary-credential-1"))
            answers.append(try await session.send(.post, path, #"{"integration_type":"canary-credential-1"}"#))
            answers.append(try await session.send(.get, path, key: canary))

            for answer in answers {
                #expect(!answer.text.contains(canary), "\(answer.status)")
                #expect(!"\(answer.headers)".contains(canary))
                #expect(!answer.text.contains(session.rig.key))
                let json = try #require(answer.json)
                #expect(!json.holdsNull)
            }
        }
    }
}
