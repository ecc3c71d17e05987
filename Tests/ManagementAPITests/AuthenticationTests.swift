//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import HTTPTypes
import Model
import Testing

@Suite struct AuthenticationTests {
    private static let path = "/unified/connection"

    @Test(arguments: ["KEY", "Bearer KEY", "bearer KEY", "BEARER  KEY", "  KEY  "])
    func aKeyIsReadInEveryForm(form: String) async throws {
        try await Rig.run { session in
            let value = form.replacing("KEY", with: session.rig.key)
            let answer = try await session.send(.get, Self.path, headers: [.authorization: value])
            #expect(answer.status == 200)
        }
    }

    @Test func theLineThatIsOursCounts() async throws {
        try await Rig.run { session in
            for values in [["Basic eDp5", session.rig.key], ["Bearer \(session.rig.key)", "Bearer other-key-1"]] {
                var headers = HTTPFields()
                for value in values { headers.append(HTTPField(name: .authorization, value: value)) }
                let answer = try await session.send(.get, Self.path, headers: headers)
                #expect(answer.status == 200)
            }
        }
    }

    @Test(arguments: ["", "Bearer", " "])
    func aMissingKeyIsToldFromAWrongOne(value: String) async throws {
        try await Rig.run { session in
            let missing = try await session.send(.get, Self.path, headers: [:])
            missing.expectFailure(401, "api_key_missing")
            let wrong = try await session.send(.get, Self.path, headers: [.authorization: value])
            #expect(wrong.status == 401)
        }
    }

    @Test(arguments: ["Bearer wrong-key-1", "wrong-key-1", "Basic eDp5", "Bearer KEYx", "KEY KEY"])
    func anUnknownKeyIsRefused(form: String) async throws {
        try await Rig.run { session in
            let value = form.replacing("KEY", with: session.rig.key)
            let answer = try await session.send(.get, Self.path, headers: [.authorization: value])
            #expect(answer.status == 401)
            #expect(answer.header("WWW-Authenticate") == "Bearer")
            #expect(!answer.text.contains(session.rig.key))
        }
    }

    @Test func aRevokedKeyIsRefused() async throws {
        try await Rig.run { session in
            guard case .found(let caller) = await session.rig.access.authenticate(Secret(session.rig.otherKey)) else {
                Issue.record("unknown")
                return
            }
            try await session.rig.access.revokeKey(prefix: caller.keyID, in: caller.workspace)
            try await session.send(.get, Self.path, key: session.rig.otherKey).expectFailure(401, "api_key_invalid")
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/unified/connection"), (.post, "/unified/connection"),
        (.get, "/unified/connection/x"),
        (.put, "/unified/connection/x"), (.patch, "/unified/connection/x"), (.delete, "/unified/connection/x"),
        (.get, "/unified/integration"), (.get, "/metrics"), (.get, "/unified/issue"), (.post, "/unified/webhook"),
    ])
    func everyRouteButHealthAsksForAKey(method: HTTPRequest.Method, path: String) async throws {
        try await Rig.run { session in
            try await session.send(method, path, "{}", headers: [:]).expectFailure(401, "api_key_missing")
        }
    }
}
