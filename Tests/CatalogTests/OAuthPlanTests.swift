//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Model
import Testing

@Suite struct OAuthPlanTests {
    private func plan(
        _ slug: String, _ meta: [String: String] = [:], grant: OAuthGrant? = nil,
        set: (inout ConnectionAuth) -> Void = { _ in }
    ) throws -> OAuthPlan {
        var auth = ConnectionAuth()
        auth.meta = meta.mapValues { .string($0) }
        set(&auth)
        return try BundledCatalogTests.catalog.get().oauth(type: slug, auth: auth, grant: grant)
    }

    /// Whatever is typed or comes in a redirect, a client secret goes to one of the row's hosts.
    @Test(arguments: [
        ("zohocrm", "accounts_server", "https://accounts.zoho.com.evil.example"),
        ("zohocrm", "accounts_server", "https://evil.example"), ("zohocrm", "accounts_server", "https://zoho.com"),
        ("salesforce", "login_host", "evil.example"), ("salesforce", "login_host", "login.salesforce.com.evil.example"),
        ("salesforce", "login_host", "my.salesforce.com"), ("salesforce", "login_host", "evilmy.salesforce.com"),
        ("shopify", "shop", "evil.example/x?"), ("shopify", "shop", "evil.example#"), ("shopify", "shop", "a.b"),
        ("docusign", "oauth_host", "evil.example"), ("okta", "domain", "acme.okta.com.evil.example"),
        ("okta", "domain", "okta.com"), ("okta", "domain", "user@acme.okta.com"),
        ("okta", "domain", "acme.okta.com:444"),
    ])
    func noValueLeadsElsewhere(slug: String, name: String, value: String) {
        #expect(throws: ResolutionError.self) { try self.plan(slug, [name: value], grant: .authorizationCode) }
    }

    @Test(arguments: [
        "https://evil.example/token", "http://login.salesforce.com/token", "login.salesforce.com", "https://a@b/",
    ])
    func anImportedTokenURLIsAtTheRowsHosts(url: String) throws {
        #expect(throws: ResolutionError.self) {
            try self.plan("salesforce", ["instance_url": "https://acme.my.salesforce.com"]) {
                $0.refreshToken = Secret("r")
                $0.tokenURL = url
            }
        }
    }

    @Test func anImportedTokenURLAtTheRowsHostsIsTaken() throws {
        let plan = try self.plan("salesforce") {
            $0.refreshToken = Secret("r")
            $0.tokenURL = "https://acme.my.salesforce.com/services/oauth2/token"
        }

        #expect(plan.tokenURL == "https://acme.my.salesforce.com/services/oauth2/token")
    }

    @Test func theMethodFollowsTheFields() throws {
        #expect(try self.plan("xero") { $0.refreshToken = Secret("r") }.grant == .authorizationCode)
        #expect(try self.plan("xero").grant == .authorizationCode)
        let ofClient = try self.plan("xero") {
            $0.clientID = "c"
            $0.clientSecret = Secret("s")
        }
        #expect(ofClient.grant == .clientCredentials)
        let ofKey = try self.plan("googledrive", ["client_email": "robot@acme.example"]) { $0.pem = Secret("key") }
        #expect(ofKey.grant == .jwtBearer)
        #expect(try self.plan("xero", ["grant": "client_credentials"]).grant == .clientCredentials)
        #expect(throws: ResolutionError.unsupported(method: "password")) { try self.plan("xero", grant: .password) }
    }

    @Test func anImportedConnectionNeedNotKnowWhereConsentIsAsked() throws {
        let plan = try self.plan("amazonsellingpartner") { $0.refreshToken = Secret("r") }

        #expect(plan.refreshURL == "https://api.amazon.com/auth/o2/token")
        #expect(throws: ResolutionError.missing(names: ["application_id"])) { try self.plan("amazonsellingpartner") }
    }

    // MARK: - Generic

    @Test func aGenericConnectionBringsItsOwnURLs() throws {
        let plan = try self.plan("generic", ["client_auth": "basic", "scopes": "a b"]) {
            $0.apiURL = "http://127.0.0.1:9000/api"
            $0.tokenURL = "http://127.0.0.1:9000/token?x=1"
            $0.refreshToken = Secret("r")
        }

        #expect(plan.grant == .authorizationCode)
        #expect(plan.refreshURL == "http://127.0.0.1:9000/token?x=1")
        #expect(plan.scopes == ["a", "b"])
        #expect(plan.method.clientAuthentication == .basic)
    }

    @Test(arguments: ["", "ftp://a.example/", "https://u@a.example/", "https://a.example/#x", "https://a b/", "x"])
    func aGenericTokenURLIsAURL(url: String) {
        #expect(throws: ResolutionError.self) { try self.plan("generic") { $0.tokenURL = url } }
    }
}
