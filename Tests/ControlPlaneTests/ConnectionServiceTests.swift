//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Testing

@Suite struct ConnectionServiceTests {
    @Test func aNewConnectionHasDefaultsAndNoSecrets() async throws {
        let plane = try await Installation()
        defer { plane.remove() }

        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)

        #expect(made.environment == "Production")
        #expect(made.categories == ["other"])
        #expect(made.workspace == plane.workspace)
        #expect(made.auth.token == nil)
        #expect(made.auth.apiURL == "https://api.example")
        #expect(plane.world.changes.last == .connection(made.id, version: made.version))
        #expect(try await plane.authorization(of: made.id) == "Bearer canary-credential-1")
    }

    @Test func aGivenIdIsKeptAndTakenOnce() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var draft = Installation.draft()
        draft.id = ConnectionID("507f1f77bcf86cd799439011")

        let made = try await plane.connections.create(draft, in: plane.workspace)

        #expect(made.id.description == "507f1f77bcf86cd799439011")
        await #expect(throws: ConnectionError.idTaken) {
            try await plane.connections.create(draft, in: plane.workspace)
        }
    }

    @Test func aDraftThatComesToNoUpstreamIsRefused() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var unknown = Installation.draft()
        unknown.integrationType = "no-such-vendor"

        for draft in [unknown, Installation.draft(token: "canary-credential-1", "ftp://api.example")] {
            let error = await #expect(throws: ConnectionError.self) {
                try await plane.connections.create(draft, in: plane.workspace)
            }
            #expect(!String(reflecting: error).contains("canary"))
            guard case .invalid = error else {
                Issue.record("not invalid")
                continue
            }
        }
        #expect(try await plane.connections.list(ConnectionQuery(), in: plane.workspace).isEmpty)
    }

    @Test(arguments: ["a\nb", "a\u{0}b", "a\rb", String(repeating: "x", count: 2_000)])
    func hostileTextIsRefusedWhereverItStands(text: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var drafts = [ConnectionDraft](repeating: Installation.draft(), count: 5)
        drafts[0].externalXref = text
        drafts[1].permissions = [text]
        drafts[2].categories = [text]
        drafts[3].environment = text
        drafts[4].auth.emails = [text]

        for draft in drafts {
            await #expect(throws: ConnectionError.self) {
                try await plane.connections.create(draft, in: plane.workspace)
            }
        }
    }

    @Test func anotherWorkspacesConnectionIsNone() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let other = try await plane.otherWorkspace()
        let id = try await plane.connections.create(Installation.draft(), in: plane.workspace).id

        await #expect(throws: ConnectionError.notFound) { try await plane.connections.get(id, in: other) }
        await #expect(throws: ConnectionError.notFound) {
            try await plane.connections.update(id, with: ConnectionPatch(), in: other)
        }
        await #expect(throws: ConnectionError.notFound) { try await plane.connections.delete(id, in: other) }

        #expect(try await plane.connections.list(ConnectionQuery(), in: other).isEmpty)
        #expect(try await plane.connections.get(id, in: plane.workspace).id == id)
    }

    @Test func aPatchChangesWhatItNames() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var draft = Installation.draft()
        draft.externalXref = "customer-1"
        let made = try await plane.connections.create(draft, in: plane.workspace)
        var patch = ConnectionPatch()
        patch.isPaused = true

        let changed = try await plane.connections.update(made.id, with: patch, in: plane.workspace)

        #expect(changed.isPaused)
        #expect(changed.externalXref == "customer-1")
        #expect(changed.version > made.version)
        #expect(changed.updatedAt > made.updatedAt)
        #expect(changed.createdAt == made.createdAt)
        #expect(try await plane.authorization(of: made.id) == "Bearer canary-credential-1")
    }

    @Test func aPutWithoutSecretsKeepsThem() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var draft = Installation.draft()
        draft.externalXref = "customer-1"
        draft.permissions = ["crm_contact_read"]
        draft.isPaused = true
        let made = try await plane.connections.create(draft, in: plane.workspace)
        let json = try JSONValue(
            parsing: """
                {"integration_type":"generic","environment":"Sandbox","auth":{"api_url":"https://api.example/v2"}}
                """)

        let changed = try await plane.connections.update(
            made.id, with: try ConnectionPatch(json: json, replacesAll: true), in: plane.workspace)

        #expect(changed.externalXref == nil)
        #expect(changed.permissions.isEmpty)
        #expect(changed.categories == ["other"])
        #expect(!changed.isPaused)
        #expect(changed.environment == "Production")
        #expect(changed.auth.apiURL == "https://api.example/v2")
        #expect(try await plane.authorization(of: made.id) == "Bearer canary-credential-1")
    }

    @Test func aCredentialIsNotSentToAnotherHostUnlessItIsGivenAgain() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        var moved = ConnectionPatch()
        moved.auth = ConnectionAuth()
        moved.auth?.apiURL = "https://attacker.example"
        var widened = ConnectionPatch()
        widened.auth = ConnectionAuth()
        widened.auth?.meta = ["allowed_hosts": .array([.string("attacker.example")])]

        for patch in [moved, widened] {
            await #expect(throws: ConnectionError.self) {
                try await plane.connections.update(made.id, with: patch, in: plane.workspace)
            }
        }
        moved.auth?.token = Secret("canary-credential-2")
        _ = try await plane.connections.update(made.id, with: moved, in: plane.workspace)

        #expect(try await plane.authorization(of: made.id) == "Bearer canary-credential-2")
    }

    @Test func aNewCredentialReplacesTheOldOne() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        var patch = ConnectionPatch()
        patch.auth = ConnectionAuth()
        patch.auth?.token = Secret("canary-credential-2")

        _ = try await plane.connections.update(made.id, with: patch, in: plane.workspace)

        #expect(try await plane.authorization(of: made.id) == "Bearer canary-credential-2")
    }

    @Test func aPatchThatWouldBreakTheConnectionChangesNothing() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        var broken = ConnectionPatch()
        broken.auth = ConnectionAuth()
        broken.auth?.apiURL = "ftp://api.example"
        var moved = ConnectionPatch()
        moved.integrationType = "hubspot"

        for patch in [broken, moved] {
            await #expect(throws: ConnectionError.self) {
                try await plane.connections.update(made.id, with: patch, in: plane.workspace)
            }
        }

        #expect(try await plane.connections.get(made.id, in: plane.workspace).version == made.version)
    }

    @Test func aDeletedConnectionIsUnknownAndItsVersionPassed() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)

        try await plane.connections.delete(made.id, in: plane.workspace)

        guard case .connection(made.id, let version) = plane.world.changes.last else {
            Issue.record("nothing was told")
            return
        }
        #expect(version > made.version)
        guard case .unknown = await plane.snapshots.snapshot(for: made.id) else {
            Issue.record("still there")
            return
        }
        await #expect(throws: ConnectionError.notFound) {
            try await plane.connections.delete(made.id, in: plane.workspace)
        }
    }

    @Test func aConnectionMadeAgainIsNewerThanItsDeletion() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var draft = Installation.draft()
        draft.id = ConnectionID(high: 7, low: 7)
        let id = try await plane.connections.create(draft, in: plane.workspace).id
        try await plane.connections.delete(id, in: plane.workspace)
        guard case .connection(_, let forgotten) = plane.world.changes.last else {
            Issue.record("nothing was told")
            return
        }

        let again = try await plane.connections.create(draft, in: plane.workspace)

        #expect(again.version > forgotten)
    }

    @Test func concurrentPatchesAllCount() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(Installation.draft(), in: plane.workspace)

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    var patch = ConnectionPatch()
                    patch.auth = ConnectionAuth()
                    if number % 2 == 0 { patch.auth?.refreshToken = Secret("r\(number)") }
                    patch.auth?.name = "n\(number)"
                    _ = try await plane.connections.update(made.id, with: patch, in: plane.workspace)
                }
            }
            try await group.waitForAll()
        }

        let last = try await plane.connections.get(made.id, in: plane.workspace)
        #expect(last.version >= made.version + 20)
        #expect(try await plane.authorization(of: made.id) == "Bearer canary-credential-1")
    }

    @Test func limitsOutOfRangeAreBroughtIntoIt() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        _ = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        var query = ConnectionQuery()
        query.limit = Int.max
        query.offset = Int.min
        #expect(try await plane.connections.list(query, in: plane.workspace).count == 1)
        query.limit = -5
        query.offset = Int.max
        #expect(try await plane.connections.list(query, in: plane.workspace).isEmpty)
    }
}
