//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Model
import Testing

/// One rule that a row breaks: what stands in the good row, what stands there instead, and what is said of it.
struct BrokenRow: Sendable, CustomStringConvertible {
    var good: String
    var bad: String
    /// From 1, in the file.
    var line: Int
    var says: String

    init(_ good: String, _ bad: String, line: Int, _ says: String) {
        self.good = good
        self.bad = bad
        self.line = line
        self.says = says
    }

    var description: String { self.says }
}

@Suite struct RowRuleTests {
    /// Obeys every rule; line 1 is a comment.
    static let goodRow = """
        # A row.
        - slug: acme
          name: Acme
          categories: [crm]
          base_url: "https://{sub}.acme.com/api"
          vars:
            sub: {kind: label, example: one}
            region: {kind: enum, values: [eu, us], default: eu}
            tenant: {kind: id, from: lookup, lookup: {url: "https://auth.acme.com/me", path: id}}
          allowed_hosts: ["*.acme.com"]
          auth_hosts: [auth.acme.com]
          headers: {Accept: application/json}
          auth:
            - type: oauth2
              grant: authorization_code
              authorization_url: https://auth.acme.com/authorize
              token_url: https://auth.acme.com/token
              scopes: [read]
              client_auth: basic
              pkce: optional
              rotates: true
            - type: api_key
              header: {X-Key: "{api_key}"}
            - type: basic
              username: "{username}"
              password: "{password}"
            - type: session
              fields: [user]
              login: {method: POST, url: "https://auth.acme.com/login", form: "u={user}", capture: {sid: id}}
              header: {X-Session: "{sid}"}
          rate: {limit: plenty, headers: [X-Rate], retry_after: true}
          probe: {method: POST, path: /me, json: '{}'}
          docs: https://docs.acme.com/
          unified: unseen
          verified: 1
          sources: [vendor]
          partial: [nango]

        """

    static let brokenRows: [BrokenRow] = [
        BrokenRow(
            "rotates: true", "token_format: xml", line: 21, "acme auth[0]: token_format is form, json, query or get"),
        BrokenRow("rotates: true", "names: {key: k}", line: 21, "acme auth[0]: names: unknown key key"),
        BrokenRow("rotates: true", "answer: {token: t}", line: 21, "acme auth[0]: answer: unknown key token"),
        BrokenRow("rotates: true", "assertion: {ttl: 0}", line: 21, "acme auth[0] assertion: ttl is 1 to 3600 seconds"),
        BrokenRow(
            "rotates: true", "issuer: https://a.b.com", line: 21,
            "acme auth[0]: issuer host a.b.com is not covered by auth_hosts"),
        BrokenRow("name: Acme", "nam: Acme", line: 3, "acme: unknown key nam"),
        BrokenRow("name: Acme", "nam: Acme", line: 2, "acme: misses name"),
        BrokenRow("name: Acme", "name: 12", line: 3, "acme: name has the wrong type"),
        BrokenRow("name: Acme", "name: ' '", line: 3, "acme: empty name"),
        BrokenRow("slug: acme", "slug: _Acme", line: 2, "_Acme: bad slug"),
        BrokenRow("[crm]", "[crn]", line: 4, "acme: unknown category crn"),
        BrokenRow("[crm]", "[crm, crm]", line: 4, "acme: categories has a duplicate"),
        BrokenRow("[crm]", "crm", line: 4, "acme: categories must be a list of non-empty strings"),
        BrokenRow("https://{sub}", "http://{sub}", line: 5, "acme: base_url is not https: http://{sub}.acme.com/api"),
        BrokenRow("https://{sub}", "https://u@{sub}", line: 5, "acme: base_url has credentials in it"),
        BrokenRow(
            "{sub}.acme.com/api", "{sub}.acme_.com/api", line: 5, "acme: base_url has a bad host: {sub}.acme_.com"),
        BrokenRow(
            "acme.com/api", "acme.com/a pi", line: 5, "acme: base_url has characters that do not belong in a URL"),
        BrokenRow("acme.com/api", "acme.com/api?token=x", line: 5, "acme: base_url has a credential in it"),
        BrokenRow("acme.com/api", "acme.com/api/", line: 5, "acme: base_url ends with /"),
        BrokenRow("acme.com/api", "acme.com/{nobody}", line: 5, "acme: template variable {nobody} is not declared"),
        BrokenRow("acme.com/api", "acme.com/{No}", line: 5, "acme: odd braces in https://{sub}.acme.com/{No}"),
        BrokenRow(
            "{sub}.acme.com/api", "{sub}.acme.org/api", line: 5,
            "acme: base_url host {sub}.acme.org is not covered by allowed_hosts"),
        BrokenRow(
            "\"https://{sub}.acme.com/api\"", "\"{sub}/api\"", line: 5,
            "acme: base_url starts with {sub}, which is not of kind origin or url"),
        BrokenRow(
            "\"https://{sub}.acme.com/api\"", "\"{sub}api\"", line: 5,
            "acme: base_url: text after {sub} must start with /"),
        BrokenRow("kind: label, ", "kind: lable, ", line: 7, "acme vars.sub: unknown kind lable"),
        BrokenRow("example: one", "example: one.two", line: 7, "acme vars.sub: example one.two is no label"),
        BrokenRow("example: one", "exmple: one", line: 7, "acme vars.sub: unknown key exmple"),
        BrokenRow("example: one", "from: nowhere", line: 7, "acme vars.sub: bad from nowhere"),
        BrokenRow("example: one", "from: lookup", line: 7, "acme vars.sub: from: lookup and lookup go together"),
        BrokenRow("values: [eu, us], ", "", line: 8, "acme vars.region: an enum wants values"),
        BrokenRow("default: eu", "default: de", line: 8, "acme vars.region: default is not among values"),
        BrokenRow("    region:", "    Region:", line: 8, "acme vars.Region: bad variable name"),
        BrokenRow(", path: id}", "}", line: 9, "acme vars.tenant lookup: wants url and path (and maybe header)"),
        BrokenRow(
            "auth.acme.com/me", "evil.acme.com/me", line: 0,
            "acme vars.tenant: lookup.url host evil.acme.com is not covered by auth_hosts"),
        BrokenRow("[\"*.acme.com\"]", "[]", line: 10, "acme: allowed_hosts is empty"),
        BrokenRow("[\"*.acme.com\"]", "[\"*.com\"]", line: 10, "acme: allowed_hosts: *.com is too wide"),
        BrokenRow(
            "[\"*.acme.com\"]", "[\"*.acme.com\", \"{region}\"]", line: 10,
            "acme: allowed_hosts: {region} is not a host variable"),
        BrokenRow(
            "[\"*.acme.com\"]", "[\"*.acme.com\", \"{who}\"]", line: 10, "acme: allowed_hosts: {who} is not declared"),
        BrokenRow(
            "[auth.acme.com]", "[auth.acme.com, 10.0.0.1]", line: 11,
            "acme: auth_hosts: 10.0.0.1 is neither a host, *.host nor {variable}"),
        BrokenRow(
            "{Accept: application/json}", "{Authorization: x}", line: 12,
            "acme: static header Authorization does not belong here"),
        BrokenRow("{Accept: application/json}", "{A b: x}", line: 12, "acme: headers: A b is no header name"),
        BrokenRow("{Accept: application/json}", "{A: 1}", line: 12, "acme: headers: A must map a string to a string"),
        BrokenRow("{Accept: application/json}", "{}", line: 12, "acme: headers must be a non-empty mapping"),
        BrokenRow(
            "{Accept: application/json}", "{A: \"a\\r\\nb\"}", line: 12, "acme: headers: control character in A"),
        BrokenRow("type: oauth2", "type: oauth3", line: 14, "acme auth[0]: unknown type oauth3"),
        BrokenRow("grant: authorization_code", "grant: magic", line: 15, "acme auth[0]: unknown grant: magic"),
        BrokenRow(
            "grant: authorization_code", "grant: client_credentials", line: 16,
            "acme auth[0]: authorization_url goes with the authorization_code grant"),
        BrokenRow(
            "token_url: https://auth.acme.com/token", "note: x", line: 14, "acme auth[0]: oauth2 wants token_url"),
        BrokenRow(
            "token_url: https://auth.acme.com/token", "token_url: https://x.org/token", line: 17,
            "acme auth[0]: token_url host x.org is not covered by auth_hosts"),
        BrokenRow("scopes: [read]", "scopes: ['a b']", line: 18, "acme auth[0]: a scope with white space"),
        BrokenRow(
            "client_auth: basic", "client_auth: b", line: 19,
            "acme auth[0]: client_auth is body, basic, none or assertion: b"),
        BrokenRow(
            "pkce: optional", "pkce: always", line: 20, "acme auth[0]: pkce is optional, required or refused: always"),
        BrokenRow("pkce: optional", "refresh: false", line: 21, "acme auth[0]: rotates without refresh"),
        BrokenRow("pkce: optional", "refresh: maybe", line: 20, "acme auth[0]: refresh has the wrong type"),
        BrokenRow("pkce: optional", "expires_in: soon", line: 20, "acme auth[0]: expires_in has the wrong type"),
        BrokenRow("header: {X-Key: \"{api_key}\"}", "note: x", line: 22, "acme auth[1]: api_key wants header or query"),
        BrokenRow(
            "{X-Key: \"{api_key}\"}", "{Host: \"{api_key}\"}", line: 23,
            "acme auth[1]: header Host does not belong here"),
        BrokenRow(
            "{X-Key: \"{api_key}\"}", "{X-Key: \"{token}\"}", line: 23,
            "acme auth[1]: template variable {token} is not declared"),
        BrokenRow("password: \"{password}\"", "note: x", line: 24, "acme auth[2]: basic wants username and password"),
        BrokenRow(", capture: {sid: id}", "", line: 29, "acme auth[3] login: wants method, url and capture"),
        BrokenRow("u={user}", "u={who}", line: 29, "acme auth[3]: login: {who} is not declared"),
        BrokenRow(
            "\"https://auth.acme.com/login\"", "\"https://a.org/login\"", line: 29,
            "acme auth[3]: login.url host a.org is not covered by auth_hosts"),
        BrokenRow("retry_after: true", "retry: true", line: 31, "acme rate: unknown key retry"),
        BrokenRow("[X-Rate]", "['X Rate']", line: 31, "acme rate: X Rate is no header name"),
        BrokenRow("path: /me", "path: me", line: 32, "acme: probe path must start with /"),
        BrokenRow("path: /me", "pth: /me", line: 32, "acme probe: wants path or url"),
        BrokenRow("method: POST, path", "method: PUT, path", line: 32, "acme: probe method is GET or POST"),
        BrokenRow("json: '{}'", "json: '{'", line: 32, "acme: probe.json is no JSON"),
        BrokenRow(
            "path: /me", "url: 'https://x.org/'", line: 32,
            "acme: probe.url host x.org is not covered by allowed_hosts"),
        BrokenRow("docs: https:", "docs: http:", line: 33, "acme: docs is not https: http://docs.acme.com/"),
        BrokenRow("unified: unseen", "unified: no", line: 34, "acme: unified has the wrong type"),
        BrokenRow("unified: unseen", "unified: rumour", line: 34, "acme: unified is confirmed, inferred or unseen"),
        BrokenRow("verified: 1", "verified: 2", line: 35, "acme: verified is not the number of sources"),
        BrokenRow("[vendor]", "[gossip]", line: 36, "acme: unknown source gossip"),
        BrokenRow("[nango]", "[vendor]", line: 37, "acme: a source is both in sources and in partial"),
    ]

    @Test func aRowThatObeysIsTaken() throws {
        let catalog = try Catalog(files: [("a.yaml", Self.goodRow)])

        #expect(catalog["acme"]?.methods.count == 4)
        #expect(catalog["acme"]?.tokenNames == ["api_key", "sub"])
    }

    @Test(arguments: brokenRows)
    func aBrokenRuleIsToldWithItsLine(row: BrokenRow) throws {
        try #require(Self.goodRow.contains(row.good))
        let text = Self.goodRow.replacing(row.good, with: row.bad, maxReplacements: 1)

        let error = #expect(throws: CatalogError.self) { try Catalog(files: [("a.yaml", text)]) }

        let problems = error?.problems ?? []
        let found = problems.first { $0.text == row.says }
        try #require(found != nil, "\(problems)")
        if row.line > 0 { #expect(found?.description == "a.yaml:\(row.line): \(row.says)") }
    }

    @Test func allProblemsOfAllFilesAreTold() {
        let first = Self.goodRow.replacing("[crm]", with: "[crn]").replacing("verified: 1", with: "verified: 3")
        let second = Self.goodRow.replacing("acme", with: "bolt").replacing("[vendor]", with: "[gossip]")

        let error = #expect(throws: CatalogError.self) { try Catalog(files: [("b.yaml", second), ("a.yaml", first)]) }

        #expect(
            error?.description == """
                a.yaml:4: acme: unknown category crn
                a.yaml:35: acme: verified is not the number of sources
                b.yaml:36: bolt: unknown source gossip
                """)
    }

    @Test func aSlugStandsOnce() {
        let error = #expect(throws: CatalogError.self) {
            try Catalog(files: [("a.yaml", Self.goodRow), ("b.yaml", Self.goodRow)])
        }

        #expect(error?.description == "b.yaml:2: acme: duplicate slug, also in a.yaml:2")
    }

    @Test(arguments: [
        ("- name: x\n", "a.yaml:1: a row begins with `- slug: NAME`"),
        ("rows:\n", "a.yaml:1: a row begins with `- slug: NAME`"),
        ("- slug: x\n  name: [\n", "a.yaml:3: x: is no YAML: did not find expected node content"),
        ("- slug: x\n  name: y\n  name: z\n", "a.yaml:2: x: is no YAML: a key stands twice in a mapping"),
        ("- slug: generic\n", "a.yaml:1: generic is built in"),
    ])
    func aFileThatIsNoListOfRowsIsRefused(text: String, says: String) {
        let error = #expect(throws: CatalogError.self) { try Catalog(files: [("a.yaml", text)]) }

        #expect(error?.problems.contains { $0.description.hasPrefix(says) } == true, "\(String(describing: error))")
    }

    @Test func anEmptyFolderIsRefused() {
        #expect(throws: CatalogError.self) { try Catalog(directory: "/nowhere/at/all") }
    }
}
