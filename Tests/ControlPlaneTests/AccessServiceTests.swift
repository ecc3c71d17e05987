//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Testing

@Suite struct AccessServiceTests {
    private func caller(_ answer: CallerAnswer) -> Caller? {
        if case .found(let caller) = answer { return caller }
        return nil
    }

    @Test func aKeyOpensItsWorkspace() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let other = try await plane.otherWorkspace()

        let key = try await plane.access.createKey(named: "ci", in: other)

        let caller = try #require(self.caller(await plane.access.authenticate(key)))
        #expect(caller.workspace == other)
        #expect(key.revealText().hasPrefix("pt_" + caller.keyID))
        #expect(self.caller(await plane.access.authenticate(plane.firstKey))?.workspace == plane.workspace)
    }

    @Test(arguments: ["", "pt_", "pt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "canary-key-unknown"])
    func anUnknownKeyOpensNothing(text: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        guard case .unknown = await plane.access.authenticate(Secret(text)) else {
            Issue.record("opened")
            return
        }
    }

    @Test func aRevokedKeyOpensNothingAndShardsAreTold() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let key = try await plane.access.createKey(named: "ci", in: plane.workspace)
        let prefix = try #require(self.caller(await plane.access.authenticate(key))).keyID
        let other = try await plane.otherWorkspace()

        await #expect(throws: AccessError.notFound) { try await plane.access.revokeKey(prefix: prefix, in: other) }
        try await plane.access.revokeKey(prefix: prefix, in: plane.workspace)

        #expect(self.caller(await plane.access.authenticate(key)) == nil)
        #expect(self.caller(await plane.access.authenticate(plane.firstKey)) != nil)
        #expect(Set(plane.world.changes).count == 2)
        await #expect(throws: AccessError.notFound) {
            try await plane.access.revokeKey(prefix: prefix, in: plane.workspace)
        }
    }

    @Test func aListShowsNoKey() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        _ = try await plane.access.createKey(named: "ci", in: plane.workspace)

        let keys = try await plane.access.listKeys(in: plane.workspace)

        #expect(keys.map(\.name) == ["first key", "ci"])
        #expect(!String(reflecting: keys).contains(plane.firstKey.revealText()))
    }

    @Test func aSecondStartFindsTheWorkspaceAndMakesNoKey() async throws {
        let plane = try await Installation()
        defer { plane.remove() }

        let again = try await plane.workspaces.open(makesFirstKey: true)

        #expect(again.workspace == plane.workspace)
        #expect(again.firstKey == nil)
        #expect(try await plane.access.listKeys(in: plane.workspace).count == 1)
    }
}
