//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Model
import Testing

/// Rows that operators and workspaces write.
@Suite
struct OwnRowTests {
    private static let local = """
        name: Ours
        base_url: http://127.0.0.1:9000/api
        allowed_hosts: ["127.0.0.1:9000"]
        auth_hosts: ["127.0.0.1:9001", "[::1]:9002", sso.internal:8443]
        auth:
          - type: oauth2
            grant: authorization_code
            authorization_url: http://127.0.0.1:9001/authorize
            token_url: http://[::1]:9002/token
            revoke_url: https://sso.internal:8443/revoke
        """

    private static func resolved(_ text: String, _ auth: ConnectionAuth) throws -> ResolvedConnection {
        let catalog = try Catalog(files: [])
        let workspace = WorkspaceID(high: 1, low: 1)
        let row = try OwnRowReader.row("ours", file: "ours", text: text)
        catalog.hold([(row.slug, row.text)], of: workspace, version: 1)
        return try catalog.seen(by: workspace).resolve(type: "ours", auth: auth)
    }

    private static func problems(_ text: String) -> [CatalogProblem] {
        do {
            _ = try OwnRowReader.row("ours", file: "ours", text: text)
            return []
        } catch { return error.problems }
    }

    @Test
    func aRowMayNameSelfHostedPlacesOverHTTP() throws {
        var auth = ConnectionAuth()
        auth.accessToken = Secret("t")

        let resolved = try Self.resolved(Self.local, auth)

        #expect(resolved.base == UpstreamBase(scheme: .http, host: "127.0.0.1", port: 9000, pathPrefix: "/api"))
        #expect(resolved.allowedHosts == [HostPattern(host: "127.0.0.1", port: 9000)])
    }

    @Test(arguments: [
        "http://127.0.0.1:9001/api", "http://127.0.0.2:9000", "https://10.0.0.1:9000", "http://crm.internal:9000",
        "http://user@127.0.0.1:9000", "https://evil.example", "https://127.0.0.1:9000@evil.example",
    ])
    func aConnectionsOwnURLIsNoOtherPlace(url: String) {
        var auth = ConnectionAuth()
        auth.accessToken = Secret("t")
        auth.apiURL = url

        #expect(throws: ResolutionError.self) { try Self.resolved(Self.local, auth) }
    }

    @Test(arguments: [
        ("base_url: http://127.0.0.1:9000/api", "base_url: http://127.0.0.1:9999/api"),
        ("base_url: http://127.0.0.1:9000/api", "base_url: http://api.example.com"),
        ("base_url: http://127.0.0.1:9000/api", "base_url: http://x@127.0.0.1:9000"),
        ("base_url: http://127.0.0.1:9000/api", "base_url: ftp://127.0.0.1:9000"),
        ("token_url: http://[::1]:9002/token", "token_url: http://[::1]:9003/token"),
        // The list for one kind of credential admits none of the other kind.
        ("token_url: http://[::1]:9002/token", "token_url: http://127.0.0.1:9000/token"),
        (#"allowed_hosts: ["127.0.0.1:9000"]"#, #"allowed_hosts: ["127.0.0.1"]"#),
        (#"allowed_hosts: ["127.0.0.1:9000"]"#, #"allowed_hosts: ["127.1:9000"]"#),
        (#"allowed_hosts: ["127.0.0.1:9000"]"#, #"allowed_hosts: ["127.0.0.1:09000"]"#),
        (#"allowed_hosts: ["127.0.0.1:9000"]"#, #"allowed_hosts: ["*:9000"]"#),
        ("sso.internal:8443]", "Sso.internal:8443]"),
    ])
    func aPlaceThatIsNotListedIsRefused(before: String, after: String) {
        #expect(Self.problems(Self.local).isEmpty)
        #expect(!Self.problems(Self.local.replacing(before, with: after)).isEmpty)
    }

    @Test
    func aRowOfTheBuildNamesPublicHostsAlone() {
        let row = """
            - slug: ours
              name: Ours
              categories: [crm]
              base_url: http://127.0.0.1:9000
              allowed_hosts: ["127.0.0.1:9000"]
              auth:
                - type: bearer
              docs: https://docs.example.com
              unified: unseen
              verified: 0
            """

        #expect(throws: CatalogError.self) { try Catalog(files: [("a.yaml", row)]) }
        #expect(throws: Never.self) { try OwnRowReader.rows(file: "a.yaml", text: row) }
    }

    @Test
    func everyFaultIsToldAtOnceWithItsLine() {
        let text = Self.local.replacing("127.0.0.1:9001/authorize", with: "127.0.0.1:1/authorize")
            .replacing("name: Ours", with: "name: Ours\nnme: x").replacing("http://[::1]:9002/token", with: "ftp://x")

        let lines = Self.problems(text).map(\.line)

        #expect(Set(lines) == [2, 9, 10], "\(Self.problems(text))")
    }

    @Test
    func jsonIsReadWithLinesToo() throws {
        let text = """
            {
              "name": "Ours", "base_url": "https://api.ours.example", "allowed_hosts": ["api.ours.example"],
              "auth": [{"type": "api_key", "header": {"X-Key": "{api_key}"}}],
              "expect": 1
            }
            """

        #expect(Self.problems(text).map(\.line) == [4])
        let row = try OwnRowReader.row("ours", file: "ours", text: text.replacing(",\n  \"expect\": 1", with: ""))
        #expect(row.integration.methods.first?.kind == .apiKey)
        #expect(row.integration.categories == ["other"])
    }

    @Test
    func aFileMayHoldSeveralRows() throws {
        let rows = ["one", "two"].map { slug in
            "- slug: \(slug)\n"
                + Self.local.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        }

        #expect(
            try OwnRowReader.rows(file: "f", text: rows.joined(separator: "\n")).map(\.slug) == ["one", "two"])
        let broken = rows.joined(separator: "\n").replacing("name: Ours", with: "nme: Ours")
        let error = #expect(throws: CatalogError.self) { try OwnRowReader.rows(file: "f", text: broken) }
        #expect(error?.problems.map(\.line).contains(12) == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        "a: &a [x]\nb: *a", "a: [&a x]", "a:\n  &a x", "- &a x", "{\"a\":&a 1}", "? &a x", "&a x", "[1,&a x]",
    ])
    func anchorsAreRefusedBeforeTheyAreRead(text: String) {
        #expect(Self.problems(text).first?.text.contains("anchors") == true)
    }

    @Test
    func aBombIsRefusedAtOnce() {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...40 { bomb += "a\(level): &a\(level) [*a\(level - 1),*a\(level - 1),*a\(level - 1)]\n" }

        #expect(Self.problems(bomb).count == 1)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func depthIsBounded(opening: String) {
        let text = String(repeating: opening, count: OwnRowReader.mostBytes / opening.utf8.count)

        #expect(Self.problems(text).count == 1)
    }

    @Test
    func sizeAndNumberOfFaultsAreBounded() {
        #expect(Self.problems(String(repeating: " ", count: OwnRowReader.mostBytes + 1)).count == 1)
        let keys = (0..<5_000).map { "k\($0): x" }.joined(separator: "\n")
        #expect(Self.problems(Self.local + "\n" + keys).count == 51)
    }

    @Test(arguments: ["generic", "workspace", "auth", "Upper", "a b", ""])
    func aSlugThatMeansSomethingElseIsRefused(slug: String) {
        #expect(throws: CatalogError.self) {
            try OwnRowReader.rows(file: "f", text: "slug: \"\(slug)\"\n" + Self.local)
        }
    }

    @Test
    func aWorkspaceSeesItsOwnRowsAndNoOthers() throws {
        let catalog = try Catalog(files: [])
        let (one, two) = (WorkspaceID(high: 1, low: 1), WorkspaceID(high: 2, low: 2))

        catalog.hold([("ours", Self.local)], of: one, version: 5)
        catalog.hold([], of: one, version: 4)

        #expect(catalog.seen(by: one)["ours"]?.name == "Ours")
        #expect(catalog.seen(by: one).integrations.map(\.type) == ["generic", "ours"])
        #expect(catalog.seen(by: two)["ours"] == nil)
        #expect(catalog["ours"] == nil)
        catalog.hold([], of: one, version: 6)
        #expect(catalog.seen(by: one)["ours"] == nil)
    }
}
