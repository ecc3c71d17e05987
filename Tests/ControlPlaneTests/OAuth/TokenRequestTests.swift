//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Model
import Outgoing
import Testing

@Suite struct TokenRequestTests {
    private let rig: VendorRig

    init() throws { self.rig = try VendorRig() }

    private func prepared(
        _ slug: String, _ request: TokenRequest, auth: ConnectionAuth = ConnectionAuth(), grant: OAuthGrant
    ) throws -> OutgoingRequest {
        let plan = try self.rig.catalog.oauth(type: slug, auth: auth, grant: grant)
        return try self.rig.service.prepare(request, plan: plan, client: self.rig.client)
    }

    private func body(_ request: OutgoingRequest) -> String { request.body?.revealText() ?? "" }

    @Test func aRefreshCarriesTheTokenAndTheClient() throws {
        let request = try self.prepared("hubspot", .refresh(Secret("r t+1")), grant: .authorizationCode)

        #expect(
            self.body(request)
                == "grant_type=refresh_token&refresh_token=r%20t%2B1&client_id=client-1&client_secret=client-secret-1")
        #expect(request.method == "POST")
    }

    @Test func figmaRefreshesElsewhere() throws {
        let request = try self.prepared("figma", .refresh(Secret("r")), grant: .authorizationCode)

        #expect(request.url.target == "/v1/oauth/refresh")
    }

    @Test func basecampRefreshesByItsOwnType() throws {
        let request = try self.prepared("basecamp", .refresh(Secret("r")), grant: .authorizationCode)

        #expect(self.body(request).hasSuffix("&type=refresh"))
    }

    @Test func zoomAsksForAnAccount() throws {
        let auth = ConnectionAuth.with(["account_id": "acc-1"])

        let request = try self.prepared("zoom", .credentials(auth), auth: auth, grant: .accountCredentials)

        #expect(self.body(request).contains("grant_type=account_credentials"))
        #expect(self.body(request).contains("account_id=acc-1"))
        #expect(request.headers.contains { $0.name == "Authorization" })
    }

    @Test func marketoIsAskedByGET() throws {
        let auth = ConnectionAuth.with(["munchkin": "123-abc-456"])

        let request = try self.prepared("marketo", .credentials(auth), auth: auth, grant: .clientCredentials)

        #expect(request.method == "GET")
        #expect(request.body == nil)
        #expect(request.url.target.hasPrefix("/identity/oauth/token?grant_type=client_credentials&client_id=client-1"))
    }

    @Test func aPasswordIsSentOnlyInTheBody() throws {
        let auth = ConnectionAuth.with(["host": "crm.acme.com", "username": "u", "password": "p&q"])

        let request = try self.prepared("sugarcrm", .credentials(auth), auth: auth, grant: .password)

        #expect(self.body(request).contains("username=u&password=p%26q"))
        #expect(!request.url.target.contains("p" + "%26q"))
    }

    @Test func whatIsMissingIsNamed() throws {
        #expect(throws: ResolutionError.missing(names: ["account_id"])) {
            try self.rig.catalog.oauth(type: "zoom", auth: ConnectionAuth(), grant: .accountCredentials)
        }
        #expect(throws: ResolutionError.missing(names: ["shop"])) {
            try self.rig.catalog.oauth(type: "shopify", auth: ConnectionAuth(), grant: .authorizationCode)
        }
    }

    @Test func aClientIsEscapedInBasic() throws {
        let plan = try self.rig.catalog.oauth(type: "pipedrive", auth: ConnectionAuth(), grant: .authorizationCode)
        let client = OAuthClient(id: "a:b", secret: Secret("c%d"))

        let request = try self.rig.service.prepare(.refresh(Secret("r")), plan: plan, client: client)

        // Base64 of a%3Ab:c%25d (RFC 6749 section 2.3.1).
        #expect(request.headers.first { $0.name == "Authorization" }?.value == Secret("Basic YSUzQWI6YyUyNWQ="))
    }

    // MARK: - Authorization

    private func authorizationURL(_ slug: String, auth: ConnectionAuth = ConnectionAuth()) throws -> String {
        let plan = try self.rig.catalog.oauth(type: slug, auth: auth, grant: .authorizationCode)
        return try self.rig.service.authorizationURL(
            plan, client: self.rig.client, redirectURI: "https://us.example/oauth/code", state: Secret("st&1"),
            pkce: PKCE(verifier: Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
    }

    @Test func theBrowserIsSentWithEverything() throws {
        let url = try self.authorizationURL("zohocrm")

        let scope = "ZohoCRM.modules.ALL%2CZohoCRM.settings.READ%2CZohoCRM.users.READ"
        #expect(
            url == "https://accounts.zoho.com/oauth/v2/auth?response_type=code&client_id=client-1"
                + "&redirect_uri=https%3A%2F%2Fus.example%2Foauth%2Fcode&state=st%261&scope=\(scope)"
                // The example of RFC 7636 appendix B.
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
                + "&access_type=offline&prompt=consent")
    }

    @Test(arguments: ["slack", "linkedin", "linkedinads"])
    func vendorsThatRefusePKCEGetNone(slug: String) throws {
        #expect(!(try self.authorizationURL(slug).contains("code_challenge")))
    }

    @Test func aClientMayStandInThePath() throws {
        #expect(try self.authorizationURL("checkr").contains("/client-1?response_type=code"))
    }

    @Test func vendorsHaveTheirOwnNames() throws {
        let url = try self.authorizationURL("tiktok")

        #expect(url.contains("client_key=client-1"))
        #expect(!url.contains("client_id"))
    }

    @Test func aQueryIsAddedToTheRowsOwn() throws {
        let url = try self.authorizationURL("bamboohr", auth: .with(["subdomain": "acme"]))

        #expect(url.hasPrefix("https://acme.bamboohr.com/authorize.php?request=authorize&response_type=code"))
    }

    @Test func aVerifierIsLongAndNew() throws {
        let first = PKCE(random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
        let second = PKCE(random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })

        #expect(first.verifier.revealBytes().count == 43)
        #expect(first.verifier != second.verifier)
        #expect(first.challenge != second.challenge)
    }

    /// Every row that can be sent to can be planned, and asks where its own `auth_hosts` say.
    @Test func everyRowsCodeMethodMakesAURL() throws {
        var count = 0
        for integration in self.rig.catalog.integrations {
            guard integration.methods.contains(where: { $0.grant == .authorizationCode }) else { continue }
            var auth = ConnectionAuth()
            for variable in integration.variables where variable.origin == .user && variable.defaultValue == nil {
                auth.meta[variable.name] = .string(
                    variable.example ?? variable.values?.first ?? Self.sample(variable.kind))
            }
            for method in integration.methods {
                for name in method.fields where auth.meta[name] == nil { auth.meta[name] = .string("field-1") }
                for name in method.injectedNames where auth.meta[name] == nil && integration.variable(name) == nil {
                    auth.meta[name] = .string("field-1")
                }
            }
            let plan = try integration.oauth(auth: auth, grant: .authorizationCode)
            let url = try self.rig.service.authorizationURL(
                plan, client: self.rig.client, redirectURI: "https://us.example/oauth/code", state: Secret("s"),
                pkce: PKCE(verifier: Secret("v")))
            // A page may do its own routing behind a fragment; that is the browser's affair.
            #expect(OutgoingURL(parsing: url.replacing("#/", with: "")) != nil, "\(integration.type): \(url)")
            count += 1
        }
        #expect(count > 250)
    }

    private static func sample(_ kind: VariableKind) -> String {
        switch kind {
        case .label, .hostpart, .id, .secret, .enum: "acme"
        case .host, .hostpath: "acme.example.com"
        case .origin, .url: "https://acme.example.com"
        }
    }
}
