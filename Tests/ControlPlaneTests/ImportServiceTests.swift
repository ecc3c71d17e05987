//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Foundation
import Model
import Testing

@Suite struct ImportServiceTests {
    private func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 24 - digits.count) + digits
    }

    private func table(_ numbers: some Sequence<Int>) -> String {
        numbers.map { "\(self.id($0))\thttps://h\($0).example\tcanary-credential-\($0)\n" }.joined()
    }

    /// The line that an import names, and what it says of it.
    private func refusal<Count>(_ body: () async throws(ImportError) -> Count) async -> (line: Int, problem: String) {
        let result: Result<Count, ImportError>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        guard case .failure(.line(let number, let problem)) = result else {
            Issue.record("not refused by line")
            return (0, "")
        }
        return (number, problem)
    }

    private func isEmpty(_ plane: Installation) async throws -> Bool {
        try await plane.connections.list(ConnectionQuery(), in: plane.workspace).isEmpty
    }

    @Test func aTableKeepsIdsAndCredentials() async throws {
        let plane = try await Installation()
        defer { plane.remove() }

        #expect(try await plane.imports.importConnections(self.table(1...3), in: plane.workspace) == 3)

        let id = try #require(ConnectionID(self.id(2)))
        #expect(try await plane.connections.get(id, in: plane.workspace).auth.apiURL == "https://h2.example")
        #expect(try await plane.authorization(of: id) == "Bearer canary-credential-2")
    }

    @Test func objectsKeepTheirMembers() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let text = """
            \u{FEFF}{"id":"507f1f77bcf86cd799439011","created_at":"2024-01-31T12:00:00.500Z","integration_type":"generic",\
            "external_xref":"customer-1","permissions":[],"categories":["crm"],"environment":"Sandbox",\
            "is_paused":true,"last_healthy_at":null,"auth":{"api_url":"https://a.example","token":"t\\u0031","expires_in":10.0}}\r

            {"integration_type":"generic","auth":{"api_url":"https://b.example","access_token":"t2"}}
            """

        #expect(try await plane.imports.importConnections(text, in: plane.workspace) == 2)

        let id = try #require(ConnectionID("507f1f77bcf86cd799439011"))
        let found = try await plane.connections.get(id, in: plane.workspace)
        #expect(found.createdAt.rfc3339 == "2024-01-31T12:00:00.500Z")
        #expect(found.externalXref == "customer-1")
        #expect(found.environment == "Sandbox")
        #expect(found.isPaused)
        #expect(found.auth.expiresIn == 10)
        #expect(try await plane.authorization(of: id) == "Bearer t1")
    }

    @Test func aSecondImportReplaces() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        _ = try await plane.imports.importConnections(self.table(1...1), in: plane.workspace)
        let again = "\(self.id(1))\thttps://new.example\tcanary-credential-9"

        _ = try await plane.imports.importConnections(again, in: plane.workspace)

        let id = try #require(ConnectionID(self.id(1)))
        #expect(try await plane.authorization(of: id) == "Bearer canary-credential-9")
        #expect(try await plane.connections.list(ConnectionQuery(), in: plane.workspace).count == 1)
    }

    @Test(arguments: [
        "x\ty", "x\thttps://a.example\tcanary-credential-1", "507f1f77bcf86cd799439011\thttps://a.example\t",
        "507f1f77bcf86cd799439011\tftp://a.example\tcanary-credential-1",
        "000000000000000000000001\thttps://a.example\tt",
        "{\"id\":\"507f1f77bcf86cd799439011\"}",
    ])
    func aBadLineIsNamedAndNothingIsImported(line: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }

        let text = self.table(1...2) + "\n" + line + "\n" + self.table(3...4)
        let refusal = await self.refusal { () async throws(ImportError) in
            try await plane.imports.importConnections(text, in: plane.workspace)
        }

        #expect(refusal.line == 4)
        #expect(!refusal.problem.contains("canary"))

        #expect(try await self.isEmpty(plane))
        #expect(plane.world.changes.count == 1)
    }

    @Test(arguments: [
        "{", "{}", "[]", "{\"integration_type\":\"generic\"}", "{\"integration_type\":1}",
        "{\"integration_type\":\"generic\",\"auth\":{\"api_url\":\"https://a.example\",\"token\":[\"canary\"]}}",
        "{\"integration_type\":\"generic\",\"auth\":{\"token\":\"canary\",\"token\":\"canary\"}}",
        "{\"integration_type\":\"generic\",\"auth\":\"canary\"}",
        "{\"integration_type\":\"no-such-vendor\",\"auth\":{\"token\":\"canary\"}}",
        String(repeating: "[", count: 100_000), "{\"id\":\"nope\",\"integration_type\":\"generic\"}",
    ])
    func aBadObjectIsNamedAndNeverQuoted(line: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let good = "{\"integration_type\":\"generic\",\"auth\":{\"api_url\":\"https://a.example\",\"token\":\"t\"}}"

        let refusal = await self.refusal { () async throws(ImportError) in
            try await plane.imports.importConnections("\(good)\n\(line)\n", in: plane.workspace)
        }

        #expect(refusal.line == 2)
        #expect(!refusal.problem.contains("canary"))

        #expect(try await self.isEmpty(plane))
    }

    @Test func anIdOfAnotherWorkspaceStopsTheWholeFile() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let other = try await plane.otherWorkspace()
        _ = try await plane.imports.importConnections(self.table(3...3), in: other)

        await #expect(throws: ImportError.line(3, "the id belongs to another workspace")) {
            try await plane.imports.importConnections(self.table(1...5), in: plane.workspace)
        }

        #expect(try await self.isEmpty(plane))
    }

    @Test func keysAreTakenOverOnce() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let text = "canary-key-1\r\n\n  canary-key-2  \ncanary-key-1\n"

        #expect(try await plane.imports.importKeys(text, in: plane.workspace) == ImportedKeys(added: 2))
        #expect(try await plane.imports.importKeys(text, in: plane.workspace) == ImportedKeys(known: 2))
        let more = text + "canary-key-3"
        #expect(try await plane.imports.importKeys(more, in: plane.workspace) == ImportedKeys(added: 1, known: 2))

        guard case .found = await plane.access.authenticate(Secret("canary-key-2")) else {
            Issue.record("the key is unknown")
            return
        }
        #expect(try await plane.access.listKeys(in: plane.workspace).count == 4)
    }

    @Test(arguments: ["short", "canary key 1", "canary-kéy-1", String(repeating: "k", count: 513)])
    func aBadKeyIsNamedAndNothingIsImported(line: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }

        let refusal = await self.refusal { () async throws(ImportError) in
            try await plane.imports.importKeys("canary-key-1\n\(line)\n", in: plane.workspace)
        }

        #expect(refusal.line == 2)
        #expect(!refusal.problem.contains(line))

        #expect(try await plane.access.listKeys(in: plane.workspace).count == 1)
    }

    @Test func aRevokedKeyDoesNotComeBackByImport() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        _ = try await plane.imports.importKeys("canary-key-1", in: plane.workspace)
        let keys = try await plane.access.listKeys(in: plane.workspace)
        let prefix = try #require(keys.last).prefix
        try await plane.access.revokeKey(prefix: prefix, in: plane.workspace)

        await #expect(throws: ImportError.line(1, "the key is revoked here")) {
            try await plane.imports.importKeys("canary-key-1", in: plane.workspace)
        }
    }

    @Test func aHundredThousandConnectionsAreOneTransaction() async throws {
        let plane = try await Installation()
        defer { plane.remove() }

        #expect(try await plane.imports.importConnections(self.table(1...100_000), in: plane.workspace) == 100_000)

        let id = try #require(ConnectionID(self.id(99_999)))
        #expect(try await plane.authorization(of: id) == "Bearer canary-credential-99999")
    }
}
