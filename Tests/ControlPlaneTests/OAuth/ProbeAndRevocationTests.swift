//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Model
import Outgoing
import TestSupport
import Testing

@Suite struct ProbeAndRevocationTests {
    private func auth(_ set: (inout ConnectionAuth) -> Void) -> ConnectionAuth {
        var auth = ConnectionAuth()
        set(&auth)
        return auth
    }

    @Test func aGoodKeyPasses() async throws {
        let rig = try VendorRig(hosts: "api.notion.com")
        rig.answers("{}")

        try await rig.service.probe(try rig.integration("notion"), auth: self.auth { $0.token = Secret("key-1") })

        #expect(rig.lines == ["GET api.notion.com/v1/users/me"])
        #expect(rig.vendor.requests.first?.head.value("authorization") == "Bearer key-1")
        #expect(rig.vendor.requests.first?.head.value("notion-version") == "2022-06-28")
    }

    @Test(arguments: [
        ("401 Unauthorized", ProbeFailure.refused(status: 401)), ("403 Forbidden", .refused(status: 403)),
        ("500 Oops", .inconclusive(status: 500)), ("429 Slow", .inconclusive(status: 429)),
        ("302 Found", .inconclusive(status: 302)), ("404 Not Found", .inconclusive(status: 404)),
    ])
    func aRefusalIsToldFromTrouble(status: String, failure: ProbeFailure) async throws {
        let rig = try VendorRig(hosts: "api.notion.com")
        rig.answers(VendorRig.json("{}", status: status, fields: "Location: https://evil.example/\r\n"))
        let integration = try rig.integration("notion")
        let auth = self.auth { $0.token = Secret("key-1") }

        await #expect(throws: failure) { try await rig.service.probe(integration, auth: auth) }
        #expect(rig.lines.count == 1)
    }

    @Test(arguments: ["{\"ok\":false,\"error\":\"invalid_auth\"}", "{}", "no JSON", "{\"ok\":\"true\"}"])
    func successWithoutTheExpectedMemberIsNone(body: String) async throws {
        let rig = try VendorRig(hosts: "slack.com")
        rig.answers(VendorRig.json(body))
        let integration = try rig.integration("slack")
        let auth = self.auth { $0.token = Secret("xoxb-1") }

        await #expect(throws: ProbeFailure.refused(status: 200)) {
            try await rig.service.probe(integration, auth: auth)
        }
    }

    @Test func aVendorThatIsAwayIsNoRefusal() async throws {
        let rig = try VendorRig()
        let integration = try rig.integration("notion")
        let auth = self.auth { $0.token = Secret("key-1") }

        await #expect(throws: ProbeFailure.unreachable(.unreachable)) {
            try await rig.service.probe(integration, auth: auth)
        }
    }

    @Test func whatIsMissingIsNamed() async throws {
        let rig = try VendorRig()
        let integration = try rig.integration("notion")

        await #expect(throws: ProbeFailure.self) { try await rig.service.probe(integration, auth: ConnectionAuth()) }
    }

    @Test func aKeyInTheQueryIsEscaped() async throws {
        let rig = try VendorRig(hosts: "acme.bitrix24.com")
        rig.answers("{}")
        var auth = ConnectionAuth.with(["domain": "acme.bitrix24.com"])
        auth.accessToken = Secret("a&b=c")

        try await rig.service.probe(try rig.integration("bitrix24"), auth: auth)

        #expect(rig.lines == ["GET acme.bitrix24.com/rest/user.current.json?auth=a%26b%3Dc"])
    }

    // MARK: - Revocation

    private func revoke(_ slug: String, _ rig: VendorRig, refresh: String? = "rt-1") async throws -> Bool {
        let auth = self.auth {
            $0.accessToken = Secret("at-1")
            $0.refreshToken = refresh.map { Secret($0) }
        }
        let plan = try rig.catalog.oauth(type: slug, auth: auth, grant: .authorizationCode)
        return await rig.service.revoke(auth, plan: plan, client: rig.client)
    }

    @Test func theRefreshTokenIsGivenUp() async throws {
        let rig = try VendorRig(hosts: "oauth.pipedrive.com")
        rig.answers("{}")

        #expect(try await self.revoke("pipedrive", rig))

        #expect(rig.bodies == ["token=rt-1&token_type_hint=refresh_token"])
        #expect(rig.vendor.requests.first?.head.value("authorization")?.hasPrefix("Basic ") == true)
    }

    @Test func slackIsAskedWithTheTokenItself() async throws {
        let rig = try VendorRig(hosts: "slack.com")
        rig.answers("{\"ok\":true}", "{\"ok\":false,\"error\":\"invalid_auth\"}")

        #expect(try await self.revoke("slack", rig))
        #expect(try await !self.revoke("slack", rig))

        #expect(rig.vendor.requests.first?.head.value("authorization") == "Bearer at-1")
    }

    @Test func intuitWantsJSON() async throws {
        let rig = try VendorRig(hosts: "developer.api.intuit.com")
        rig.answers("{}")

        #expect(try await self.revoke("quickbooks", rig, refresh: nil))

        #expect(rig.bodies == ["{\"token\":\"at-1\",\"token_type_hint\":\"access_token\"}"])
    }

    @Test func aRefusalAndAVendorWithoutAnEndpointAreToldSo() async throws {
        let rig = try VendorRig(hosts: "oauth.pipedrive.com")
        rig.answers(VendorRig.json("{}", status: "503 Busy"))

        #expect(try await !self.revoke("pipedrive", rig))
        #expect(try await !self.revoke("github", rig))
    }
}
