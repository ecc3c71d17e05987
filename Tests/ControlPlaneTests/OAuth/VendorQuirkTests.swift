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

/// What real rows of the catalogue say of their vendors, each against a vendor on loopback.
@Suite struct VendorQuirkTests {
    private static let token =
        "{\"access_token\":\"at-1\",\"refresh_token\":\"rt-1\",\"token_type\":\"Bearer\",\"expires_in\":3600"

    private func base(_ rig: VendorRig, _ slug: String, _ auth: ConnectionAuth) throws -> String {
        let base = try rig.catalog.resolve(type: slug, auth: auth).base
        return "\(base.authority)\(base.pathPrefix)"
    }

    @Test func salesforceNamesItsInstanceInTheAnswer() async throws {
        let rig = try VendorRig(hosts: "login.salesforce.com")
        rig.answers(
            Self.token.replacing(",\"expires_in\":3600", with: "")
                + ",\"instance_url\":\"https://acme.my.salesforce.com\"}")

        let auth = try await rig.authorize("salesforce")

        #expect(try self.base(rig, "salesforce", auth) == "acme.my.salesforce.com")
        #expect(auth.expiryDate == nil)
        #expect(rig.lines == ["POST login.salesforce.com/services/oauth2/token"])
        #expect(rig.bodies.first?.contains("code_verifier=verifier-1") == true)
    }

    @Test func salesforceCannotSendTokensElsewhere() async throws {
        let rig = try VendorRig(hosts: "login.salesforce.com")
        rig.answers(Self.token + ",\"instance_url\":\"https://evil.example\"}")

        await #expect(throws: OAuthFailure.self) { try await rig.authorize("salesforce") }
    }

    @Test(arguments: [
        ("https://accounts.zoho.eu", "accounts.zoho.eu", "https://www.zohoapis.eu", "www.zohoapis.eu"),
        ("https://accounts.zoho.in", "accounts.zoho.in", "https://www.zohoapis.in", "www.zohoapis.in"),
    ])
    func zohoIsAskedInTheCustomersDataCentre(server: String, host: String, api: String, base: String) async throws {
        let rig = try VendorRig(hosts: host)
        rig.answers(Self.token + ",\"api_domain\":\"\(api)\"}")

        let auth = try await rig.authorize(
            "zohocrm", callback: ["code": "c", "location": "eu", "accounts-server": server])

        #expect(rig.lines == ["POST \(host)/oauth/v2/token"])
        #expect(try self.base(rig, "zohocrm", auth) == base)
        let plan = try rig.integration("zohocrm").oauth(auth: auth)
        #expect(plan.refreshURL == "\(server)/oauth/v2/token")
        #expect(plan.grant == .authorizationCode)
    }

    @Test(arguments: [
        "https://evil.example", "https://accounts.zoho.eu.evil.example", "https://accounts.zoho.eu@evil.example",
        "http://accounts.zoho.eu", "https://accounts.zoho.eu:8443", "https://127.0.0.1", "//accounts.zoho.eu", "",
        "https://accounts.zoho.eu/../evil", "https://xaccounts.zoho.eu", "https://accounts.zoho.eu\r\nHost: evil",
    ])
    func zohosRedirectCannotSendTheClientSecretElsewhere(server: String) async throws {
        let rig = try VendorRig(hosts: "accounts.zoho.com", "evil.example")
        rig.answers(Self.token + "}")

        // An empty one says nothing: the usual server is asked.
        if server.isEmpty {
            _ = try await rig.authorize("zohocrm", callback: ["code": "c", "accounts-server": server])
            #expect(rig.lines == ["POST accounts.zoho.com/oauth/v2/token"])
        } else {
            await #expect(throws: (any Error).self) {
                try await rig.authorize("zohocrm", callback: ["code": "c", "accounts-server": server])
            }
            #expect(rig.lines == [])
        }
    }

    @Test func pipedriveNamesTheCompanysHost() async throws {
        let rig = try VendorRig(hosts: "oauth.pipedrive.com")
        rig.answers(Self.token + ",\"api_domain\":\"https://acme.pipedrive.com\"}")

        let auth = try await rig.authorize("pipedrive")

        #expect(try self.base(rig, "pipedrive", auth) == "acme.pipedrive.com")
        #expect(rig.vendor.requests.first?.head.value("authorization") == "Basic Y2xpZW50LTE6Y2xpZW50LXNlY3JldC0x")
        #expect(rig.bodies.first?.contains("client_secret") == false)
    }

    @Test func jiraIsLookedUp() async throws {
        let rig = try VendorRig(hosts: "auth.atlassian.com", "api.atlassian.com")
        rig.answers(
            Self.token + "}", "[{\"id\":\"cloud-1\",\"url\":\"https://acme.atlassian.net\"},{\"id\":\"cloud-2\"}]")

        let auth = try await rig.authorize("jira")

        #expect(try self.base(rig, "jira", auth) == "api.atlassian.com/ex/jira/cloud-1")
        #expect(rig.lines.last == "GET api.atlassian.com/oauth/token/accessible-resources")
        #expect(rig.vendor.requests.last?.head.value("authorization") == "Bearer at-1")
    }

    @Test func docusignsDefaultAccountIsTaken() async throws {
        let rig = try VendorRig(hosts: "account.docusign.com")
        let accounts = [
            "{\"account_id\":\"a-1\",\"is_default\":false,\"base_uri\":\"https://na1.docusign.net\"}",
            "{\"account_id\":\"a-2\",\"is_default\":true,\"base_uri\":\"https://eu.docusign.net\"}",
        ]
        rig.answers(Self.token + "}", "{\"accounts\":[\(accounts.joined(separator: ","))]}")

        let auth = try await rig.authorize("docusign")

        #expect(try self.base(rig, "docusign", auth) == "eu.docusign.net/restapi")
        #expect(auth.text("account_id") == "a-2")
        #expect(rig.lines.count == 2)
    }

    @Test func quickBooksNamesTheCompanyInTheRedirect() async throws {
        let rig = try VendorRig(hosts: "oauth.platform.intuit.com")
        rig.answers(Self.token + ",\"x_refresh_token_expires_in\":8726400}")

        let auth = try await rig.authorize("quickbooks", callback: ["code": "c", "realmId": "9130355377388383"])

        #expect(auth.text("realm_id") == "9130355377388383")
        #expect(auth.refreshTokenExpiresIn == 8_726_400)
        let probe = try rig.integration("quickbooks").probe(auth: auth)
        #expect(probe?.url.hasSuffix("/v3/company/9130355377388383/companyinfo/9130355377388383") == true)
    }

    @Test(arguments: ["../../x", "1/2", "1?x", "1\r\n", "%2e%2e"])
    func aCompanyIsNoPath(realm: String) async throws {
        let rig = try VendorRig(hosts: "oauth.platform.intuit.com")
        rig.answers(Self.token + "}")

        await #expect(throws: (any Error).self) {
            try await rig.authorize("quickbooks", callback: ["code": "c", "realmId": realm])
        }
    }

    @Test func xerosTenantGoesIntoAHeader() async throws {
        let rig = try VendorRig(hosts: "identity.xero.com", "api.xero.com")
        rig.answers(Self.token + "}", "[{\"tenantId\":\"tenant-1\"}]")

        let auth = try await rig.authorize("xero")

        let resolved = try rig.catalog.resolve(type: "xero", auth: auth)
        guard case .fixed(let credential) = resolved.credential else { return }
        #expect(credential.headers.map(\.name) == ["Authorization", "Xero-Tenant-Id"])
        #expect(credential.headers.last?.value.revealText() == "tenant-1")
        #expect(rig.vendor.requests.last?.head.values("xero-tenant-id") == [])
    }

    @Test func aLookUpThatTellsNothingIsAFailure() async throws {
        let rig = try VendorRig(hosts: "identity.xero.com", "api.xero.com")
        rig.answers(Self.token + "}", "[]")

        await #expect(
            throws: OAuthFailure.permanent(code: "lookup_empty", message: "the vendor does not tell tenant_id")
        ) {
            try await rig.authorize("xero")
        }
    }

    @Test func shopifysRedirectIsVerified() async throws {
        let rig = try VendorRig(hosts: "acme.myshopify.com")
        rig.answers(Self.token.replacing("\"Bearer\"", with: "\"Offline\"") + "}")
        let callback = [
            "code": "code-1", "shop": "acme.myshopify.com", "state": "s", "timestamp": "1700000000",
            "hmac": "c8c6d2b9a96d0ad9cc0a2c5a0a9c3e0cbd2f1e8c9d8a7b6c5d4e3f2a1b0c9d8e",
        ]
        let shop = ConnectionAuth.with(["shop": "acme"])

        await #expect(
            throws: OAuthFailure.permanent(code: "callback_forged", message: "the signature of the redirect is wrong")
        ) {
            try await rig.authorize("shopify", auth: shop, callback: callback)
        }
        #expect(rig.lines == [])
        var signed = callback
        signed["hmac"] = Self.shopifyHMAC
        let auth = try await rig.authorize("shopify", auth: shop, callback: signed)
        #expect(auth.accessToken == Secret("at-1"))
        #expect(rig.bodies.first?.contains("expiring=1") == true)
    }

    /// Of `code=code-1&shop=acme.myshopify.com&state=s&timestamp=1700000000` by `client-secret-1`, from OpenSSL.
    private static let shopifyHMAC = "a91b855962aca7a1f722292d9335cbabef36cc5b9f33ec90f269f362684a5e25"

    @Test func slacksBotTokenIsABearer() async throws {
        let rig = try VendorRig(hosts: "slack.com")
        rig.answers(
            "{\"ok\":true,\"access_token\":\"xoxb-1\",\"token_type\":\"bot\",\"team\":{\"id\":\"T1\"}}"
        )

        let auth = try await rig.authorize("slack")

        #expect(auth.accessToken == Secret("xoxb-1"))
        #expect(rig.bodies.first?.contains("code_verifier") == false)
    }

    @Test func slackFailsWithStatus200() async throws {
        let rig = try VendorRig(hosts: "slack.com")
        rig.answers("{\"ok\":false,\"error\":\"invalid_code\"}")

        await #expect(throws: OAuthFailure.permanent(code: "invalid_code", message: "the vendor refused (HTTP 400)")) {
            try await rig.authorize("slack")
        }
    }

    @Test func bullhornLogsInWithTheToken() async throws {
        let rig = try VendorRig(hosts: "auth-west.bullhornstaffing.com", "rest-west.bullhornstaffing.com")
        rig.answers(
            Self.token + "}",
            "{\"BhRestToken\":\"bh-1\",\"restUrl\":\"https://rest91.bullhornstaffing.com/rest-services/abc123/\"}")

        let auth = try await rig.authorize("bullhorn", auth: .with(["data_center": "west"]))

        #expect(try self.base(rig, "bullhorn", auth) == "rest91.bullhornstaffing.com/rest-services/abc123")
        #expect(rig.lines.last == "POST rest-west.bullhornstaffing.com/rest-services/login?version=*&access_token=at-1")
    }

    @Test func bigCommercesStoreIsCutOutOfItsContext() async throws {
        let rig = try VendorRig(hosts: "login.bigcommerce.com")
        rig.answers("{\"access_token\":\"at-1\",\"context\":\"stores/abc12\"}")

        let auth = try await rig.authorize(
            "bigcommerce", callback: ["code": "c", "scope": "store_v2_products", "context": "stores/abc12"])

        #expect(try self.base(rig, "bigcommerce", auth) == "api.bigcommerce.com/stores/abc12")
        #expect(rig.bodies.first?.contains("context=stores%2Fabc12") == true)
    }

    @Test(arguments: [
        ("https://api.eu.surveymonkey.com", "api.eu.surveymonkey.com"), ("api.surveymonkey.ca", "api.surveymonkey.ca"),
    ])
    func aHostMayComeAsAURL(given: String, host: String) async throws {
        let rig = try VendorRig(hosts: "api.surveymonkey.com")
        rig.answers(Self.token + ",\"access_url\":\"\(given)\"}")

        let auth = try await rig.authorize("surveymonkey")

        #expect(auth.text("api_host") == host)
    }

    @Test func tiktokAdsHasItsOwnNamesAndAnswersInData() async throws {
        let rig = try VendorRig(hosts: "business-api.tiktok.com")
        rig.answers("{\"code\":0,\"message\":\"OK\",\"data\":{\"access_token\":\"at-1\"}}")

        let auth = try await rig.authorize("tiktokads", callback: ["auth_code": "c-1"])

        #expect(auth.accessToken == Secret("at-1"))
        #expect(rig.bodies.first?.contains("\"app_id\":\"client-1\",\"auth_code\":\"c-1\"") == true)
        #expect(rig.vendor.requests.first?.head.value("content-type") == "application/json")
    }

    @Test func quipIsAskedByGET() async throws {
        let rig = try VendorRig(hosts: "platform.quip.com")
        rig.answers(Self.token + "}")

        _ = try await rig.authorize("quip")

        #expect(
            rig.lines.first?.hasPrefix(
                "GET platform.quip.com/1/oauth/access_token?grant_type=authorization_code&code=code-1") == true)
    }

    @Test func githubsFormAnswerIsRead() async throws {
        let rig = try VendorRig(hosts: "github.com")
        let body = "access_token=gho_1&scope=repo%2Cread%3Aorg&token_type=bearer"
        rig.answers(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )

        let auth = try await rig.authorize("github")

        #expect(auth.accessToken == Secret("gho_1"))
    }

    @Test func aNewAuthorizationLooksUpAgain() async throws {
        let rig = try VendorRig(hosts: "auth.atlassian.com", "api.atlassian.com")
        rig.answers(Self.token + "}", "[{\"id\":\"cloud-2\"}]")

        let auth = try await rig.authorize("jira", auth: .with(["cloud_id": "cloud-1"]))

        #expect(auth.text("cloud_id") == "cloud-2")
    }
}
