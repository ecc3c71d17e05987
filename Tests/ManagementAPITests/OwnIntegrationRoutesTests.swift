//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Model
import Testing

@Suite struct OwnIntegrationRoutesTests {
    static let path = "/unified/integration/ours"
    static let row = """
        name: Ours
        categories: [crm]
        base_url: https://{sub}.ours.example
        vars:
          sub: {kind: label, example: acme}
        allowed_hosts: ["*.ours.example"]
        auth:
          - type: api_key
            header: {X-Key: "{api_key}"}
        note: "Ours alone."
        """

    @Test func aRowIsWrittenReadUsedAndDeleted() async throws {
        try await Rig.run { session in
            let put = try await session.send(.put, Self.path, Self.row)
            #expect(put.status == 200, "\(put.text)")
            #expect(put.member("type")?.text == "ours")
            #expect(put.member("is_active") == .bool(true))
            #expect(put.member("token_names") == .array([.string("api_key"), .string("sub")]))
            let get = try await session.send(.get, Self.path)
            #expect(get.member("description")?.text == "Ours alone.")
            #expect(
                try await session.send(.get, "/unified/integration?categories=crm").column("type") == [
                    "alpha", "ours",
                ])

            let made = try await session.send(
                .post, "/unified/connection",
                #"{"integration_type":"ours","auth":{"token":"canary-credential-1","meta":{"sub":"acme"}}}"#)
            #expect(made.status == 200, "\(made.text)")
            #expect(made.member("integration_name")?.text == "Ours")
            try await session.send(.delete, Self.path).expectFailure(409, "integration_in_use")
            let id = try #require(made.member("id")?.text)
            _ = try await session.send(.delete, "/unified/connection/\(id)")
            #expect(try await session.send(.delete, Self.path).text == "{}")
            try await session.send(.get, Self.path).expectFailure(404, "integration_not_found")
            try await session.send(.delete, Self.path).expectFailure(404, "integration_not_found")
        }
    }

    @Test func theRowComesBackAsItWasWritten() async throws {
        try await Rig.run { session in
            _ = try await session.send(.put, Self.path, Self.row)

            let answer = try await session.send(
                .get, Self.path, headers: [.authorization: session.rig.key, .accept: "application/yaml"])

            #expect(answer.text == Self.row)
            #expect(answer.header("Content-Type") == "application/yaml")
        }
    }

    @Test func anotherWorkspaceNeitherSeesNorChangesIt() async throws {
        try await Rig.run { session in
            let other = session.rig.otherKey
            _ = try await session.send(.put, Self.path, Self.row)

            try await session.send(.get, Self.path, key: other).expectFailure(404, "integration_not_found")
            try await session.send(.delete, Self.path, key: other).expectFailure(404, "integration_not_found")
            #expect(
                try await session.send(.get, "/unified/integration", key: other).column("type").contains("ours")
                    == false)
            try await session.send(
                .post, "/unified/connection",
                #"{"integration_type":"ours","auth":{"token":"t","meta":{"sub":"acme"}}}"#, key: other
            ).expectFailure(400, "body_invalid")
            #expect(try await session.send(.get, Self.path).status == 200)
        }
    }

    @Test func allFaultsAreToldWithTheirLines() async throws {
        try await Rig.run { session in
            let text = Self.row.replacing("kind: label", with: "kind: magic").replacing("[crm]", with: "[nothing]")
            let answer = try await session.send(.put, Self.path, text)

            answer.expectFailure(400, "integration_invalid")
            guard case .array(let faults)? = answer.member("errors") else {
                Issue.record("\(answer.text)")
                return
            }
            #expect(faults.map { $0["line"] }.contains(.number(2)))
            #expect(faults.map { $0["line"] }.contains(.number(5)))
            #expect(faults.allSatisfy { $0["message"]?.text?.hasPrefix("ours") == true }, "\(answer.text)")
        }
    }

    @Test(arguments: ["alpha", "generic"])
    func aSlugOfTheCatalogueCannotBeTaken(slug: String) async throws {
        try await Rig.run { session in
            try await session.send(.put, "/unified/integration/\(slug)", Self.row)
                .expectFailure(409, "integration_taken")
            try await session.send(.delete, "/unified/integration/\(slug)")
                .expectFailure(404, "integration_not_found")
        }
    }

    @Test(arguments: ["workspace", "auth", "Ours", "a%20b", "a%2Fb"])
    func aSlugThatIsNoneIsRefused(slug: String) async throws {
        try await Rig.run { session in
            let answer = try await session.send(.put, "/unified/integration/\(slug)", Self.row)
            #expect((400..<500).contains(answer.status), "\(answer.status) \(answer.text)")
        }
    }

    @Test func nothingNeedsNoKey() async throws {
        try await Rig.run { session in
            for method in [HTTPRequest.Method.get, .put, .delete] {
                try await session.send(method, Self.path, method == .put ? Self.row : nil, headers: [:])
                    .expectFailure(401, "api_key_missing")
            }
        }
    }

    @Test func sizeIsBounded() async throws {
        try await Rig.run { session in
            let long = Self.row + "\n#" + String(repeating: "x", count: 262_144)
            try await session.send(.put, Self.path, long).expectFailure(400, "integration_invalid")
            try await session.send(.put, Self.path, String(repeating: "#", count: (1 << 20) + 1))
                .expectFailure(413, "body_too_large")
        }
    }
}
