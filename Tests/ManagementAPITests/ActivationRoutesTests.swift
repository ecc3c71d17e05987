//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Model
import Testing

@Suite struct ActivationRoutesTests {
    private static let path = "/unified/integration/gamma/activation"
    private static let body =
        #"{"client_id":"client-1","client_secret":"canary-credential-1","scopes":["read"],"settings":{"tenant":"acme"}}"#

    @Test func whatIsNotActivatedStillTellsTheRedirectURI() async throws {
        try await Rig.run { session in
            let answer = try await session.send(.get, Self.path)

            #expect(answer.status == 200)
            #expect(answer.member("is_active") == .bool(false))
            #expect(answer.member("redirect_uri")?.text == "https://pass.example/oauth/code")
            #expect(answer.member("environment")?.text == "Production")
            #expect(answer.member("client_id") == nil)
        }
    }

    @Test func theSecretIsNeverReturned() async throws {
        try await Rig.run { session in
            let put = try await session.send(.put, Self.path + "?env=Sandbox", Self.body)
            let get = try await session.send(.get, Self.path + "?env=Sandbox")
            let production = try await session.send(.get, Self.path)

            for answer in [put, get] {
                #expect(answer.status == 200)
                #expect(!answer.text.contains(canary))
                #expect(answer.member("has_client_secret") == .bool(true))
                #expect(answer.member("client_id")?.text == "client-1")
                #expect(answer.member("settings.tenant")?.text == "acme")
                #expect(answer.member("environment")?.text == "Sandbox")
            }
            #expect(production.member("is_active") == .bool(false))
        }
    }

    @Test func anotherWorkspaceSeesNothingOfIt() async throws {
        try await Rig.run { session in
            _ = try await session.send(.put, Self.path, Self.body)

            let other = try await session.send(.get, Self.path, key: session.rig.otherKey)
            _ = try await session.send(.delete, Self.path, key: session.rig.otherKey)

            #expect(other.member("is_active") == .bool(false))
            #expect(try await session.send(.get, Self.path).member("is_active") == .bool(true))
        }
    }

    @Test func deletingIsDoneOnceForAll() async throws {
        try await Rig.run { session in
            _ = try await session.send(.put, Self.path, Self.body)

            for _ in 0..<2 { #expect(try await session.send(.delete, Self.path).text == "{}") }

            #expect(try await session.send(.get, Self.path).member("is_active") == .bool(false))
        }
    }

    @Test(arguments: [
        (#"{"client_id":5}"#, "body_invalid"), (#"{"settings":{"x":"y"}}"#, "body_invalid"),
        (#"{"settings":{"tenant":1}}"#, "body_invalid"), (#"{"scopes":["a b"]}"#, "body_invalid"),
        (#"{"client_secret":"canary-credential-1"}"#, "body_invalid"), ("[]", "body_invalid"),
    ])
    func aBodyThatCannotBeUsedIsRefused(body: String, code: String) async throws {
        try await Rig.run { session in
            let answer = try await session.send(.put, Self.path, body)
            answer.expectFailure(400, code)
            #expect(!answer.text.contains(canary))
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .put, .delete])
    func anUnknownIntegrationIsNotFound(method: HTTPRequest.Method) async throws {
        try await Rig.run { session in
            try await session.send(method, "/unified/integration/none/activation", method == .put ? "{}" : nil)
                .expectFailure(404, "integration_not_found")
        }
    }

    @Test func activeMeansUsableInThatEnvironment() async throws {
        try await Rig.run { session in
            let types = { (query: String) in
                try await session.send(.get, "/unified/integration?active=true\(query)").column("type")
            }
            #expect(try await types("") == ["alpha", "beta", "generic"])
            _ = try await session.send(.put, Self.path + "?env=Sandbox", Self.body)
            _ = try await session.send(.put, "/unified/integration/beta/activation", #"{"is_active":false}"#)

            #expect(try await types("") == ["alpha", "generic"])
            #expect(try await types("&env=Sandbox") == ["alpha", "beta", "gamma", "generic"])
            #expect(try await types("&env=Sandbox&categories=crm") == ["alpha"])
        }
    }

    @Test func theDirectoryNeedsNoKeyAndListsWhatIsOffered() async throws {
        try await Rig.run { session in
            let workspace = try await session.make()
            let id = try await session.send(.get, "/unified/connection/\(workspace)").member("workspace_id")?.text
            let path = "/unified/integration/workspace/\(try #require(id))"
            _ = try await session.send(.put, Self.path, Self.body)
            _ = try await session.send(.put, "/unified/integration/alpha/activation", "{}")
            _ = try await session.send(.put, "/unified/integration/beta/activation", #"{"is_active":false}"#)

            let all = try await session.send(.get, path, headers: [:])
            #expect(all.status == 200)
            #expect(all.column("type") == ["alpha", "gamma"])
            #expect(!all.text.contains("client-1"))
            #expect(try await session.send(.get, path + "?categories=crm", headers: [:]).column("type") == ["alpha"])
            #expect(try await session.send(.get, path + "?env=Sandbox", headers: [:]).text == "[]")
            #expect(
                try await session.send(.get, path + "?summary=1&limit=1", headers: [:]).text
                    == #"[{"categories":["crm","ticketing"],"is_active":true,"name":"Alpha CRM","type":"alpha"}]"#)
        }
    }

    /// So that nobody can find out which workspaces there are.
    @Test(arguments: ["0123456789abcdef01234567", "nonsense", "%20"])
    func aWorkspaceThatIsNotThereOffersNothing(id: String) async throws {
        try await Rig.run { session in
            let answer = try await session.send(.get, "/unified/integration/workspace/\(id)", headers: [:])
            #expect(answer.status == 200)
            #expect(answer.text == "[]")
        }
    }
}
