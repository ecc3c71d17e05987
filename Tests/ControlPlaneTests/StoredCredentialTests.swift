//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Foundation
import Model
import Storage
import StorageSQLite
import Testing

@Suite struct StoredCredentialTests {
    /// One canary in every member that may hold a secret.
    private var document: String {
        let names = [
            "access_token", "refresh_token", "token", "dev_api_key", "client_secret", "consumer_key",
            "consumer_secret", "key", "pem",
        ]
        let members = names.map { "\"\($0)\":\"canary-credential-\($0)\"" }.joined(separator: ",")
        return """
            {"integration_type":"generic","auth":{"api_url":"https://api.example","name":"visible-name",\(members),
            "other_auth_info":["canary-credential-other"],"meta":{"scheme":"bearer","x":"canary-credential-meta"}}}
            """
    }

    private func bytes(of plane: Installation) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: plane.directory.path)
        return try names.reduce(into: [:]) { files, name in
            files[name] = try Data(contentsOf: plane.directory.appendingPathComponent(name))
        }
    }

    @Test func noFileHoldsACredentialOrAKey() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let draft = try ConnectionDraft(json: try JSONValue(parsing: self.document))
        let made = try await plane.connections.create(draft, in: plane.workspace)
        _ = try await plane.imports.importKeys("canary-credential-key\n", in: plane.workspace)

        let files = try self.bytes(of: plane)

        #expect(files.values.contains { $0.range(of: Data("visible-name".utf8)) != nil })
        for (name, bytes) in files {
            #expect(bytes.range(of: Data("canary".utf8)) == nil, "\(name)")
            #expect(bytes.range(of: Data(plane.firstKey.revealBytes())) == nil, "\(name)")
        }
        #expect(!String(reflecting: made).contains("canary"))
        #expect(!made.auth.publicDocument.text.contains("canary"))
    }

    @Test func everySecretComesBack() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let draft = try ConnectionDraft(json: try JSONValue(parsing: self.document))
        let made = try await plane.connections.create(draft, in: plane.workspace)
        var patch = ConnectionPatch()
        patch.auth = ConnectionAuth()
        patch.auth?.token = Secret("canary-credential-2")

        _ = try await plane.connections.update(made.id, with: patch, in: plane.workspace)

        #expect(try await plane.authorization(of: made.id) == "Bearer canary-credential-2")
    }

    @Test(arguments: [
        "UPDATE connections SET id = '000000000000000000000001' WHERE id = 'ID'",
        "UPDATE connections SET workspace = '0000000000000000ffffffff' WHERE id = 'ID'",
        "UPDATE connections SET sealed_version = sealed_version + 1 WHERE id = 'ID'",
        "UPDATE connections SET sealed_auth = wrapped_key WHERE id = 'ID'",
        """
        UPDATE connections SET (wrapped_key, sealed_auth, sealed_version) =
        (SELECT wrapped_key, sealed_auth, sealed_version FROM connections WHERE id <> 'ID') WHERE id = 'ID'
        """,
    ])
    func aSwappedRowIsUnusable(statement: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        _ = try await plane.connections.create(Installation.draft(token: "canary-credential-2"), in: plane.workspace)
        let driver = try SQLiteDriver(path: plane.directory.appendingPathComponent("passthrough.sqlite").path)

        try await driver.write { session in
            _ = try session.execute(
                "INSERT INTO workspaces VALUES ('0000000000000000ffffffff', 'x', 9000000000000)", [])
            let changed = try session.execute(
                statement.replacingOccurrences(of: "ID", with: made.id.description), [])
            #expect(changed == 1)
        }

        let moved = ConnectionID(high: 0, low: 1)
        let id = statement.contains("SET id") ? moved : made.id
        guard case .unusable = await plane.snapshots.snapshot(for: id) else {
            Issue.record("the credential opened")
            return
        }
    }

    @Test func aConnectionWhoseKeyIsAwayCanBePaused() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        let driver = try SQLiteDriver(path: plane.directory.appendingPathComponent("passthrough.sqlite").path)
        try await driver.write { session in
            _ = try session.execute("UPDATE connections SET wrapped_key = sealed_auth", [])
        }
        var pause = ConnectionPatch()
        pause.isPaused = true
        var credential = ConnectionPatch()
        credential.auth = ConnectionAuth()

        #expect(try await plane.connections.update(made.id, with: pause, in: plane.workspace).isPaused)
        let refused = credential
        await #expect(throws: ConnectionError.credentialUnreadable) {
            try await plane.connections.update(made.id, with: refused, in: plane.workspace)
        }
    }
}
