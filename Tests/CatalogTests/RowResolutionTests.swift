//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Foundation
import Model
import Testing

@Suite struct RowResolutionTests {
    private let catalog: Catalog

    init() throws { self.catalog = try BundledCatalogTests.catalog.get() }

    private func resolve(
        _ type: String, _ fill: (inout ConnectionAuth) -> Void
    ) throws(ResolutionError) -> ResolvedConnection {
        var auth = ConnectionAuth()
        fill(&auth)
        return try self.catalog.resolve(type: type, auth: auth)
    }

    @Test func everyRowWithAFixedMethodResolvesFromItsExamples() throws {
        var count = 0
        for integration in self.catalog.integrations where integration.type != "generic" {
            for (index, method) in integration.methods.enumerated() where method.kind.isFixed {
                let auth = SampleAuth.auth(for: integration, method: index)
                let resolved = try #require(
                    try? self.catalog.resolve(type: integration.type, auth: auth), "\(integration.type) [\(index)]")
                #expect(resolved.base.scheme == .https)
                #expect(!resolved.base.pathPrefix.hasSuffix("/"))
                #expect(resolved.allowedHosts.contains { $0.admits(host: resolved.base.host) }, "\(integration.type)")
                count += 1
            }
        }
        #expect(count > 800)
    }

    @Test func hubSpotTakesABearerToken() throws {
        let resolved = try self.resolve("hubspot") { $0.token = Secret(SampleAuth.credential) }

        #expect(resolved.base == UpstreamBase(scheme: .https, host: "api.hubapi.com", port: 443, pathPrefix: ""))
        #expect(resolved.credential.headers.texts == ["Authorization: Bearer canary-credential-1"])
        #expect(resolved.allowedHosts.contains(HostPattern(host: "hubapi.com", isWildcard: true)))
    }

    @Test func anImportedAccessTokenIsUsed() throws {
        let resolved = try self.resolve("slack") { $0.accessToken = Secret(SampleAuth.credential) }

        #expect(resolved.base == UpstreamBase(scheme: .https, host: "slack.com", port: 443, pathPrefix: "/api"))
        #expect(resolved.credential.headers.texts == ["Authorization: Bearer canary-credential-1"])
    }

    @Test func theInstanceOfSalesforceIsTheBase() throws {
        let resolved = try self.resolve("salesforce") {
            $0.accessToken = Secret(SampleAuth.credential)
            $0.apiURL = "https://Acme.my.salesforce.com/"
        }

        #expect(resolved.base.authority == "acme.my.salesforce.com")
        #expect(resolved.allowedHosts == [HostPattern(host: "acme.my.salesforce.com")])
    }

    @Test func anotherHostThanTheVendorsIsRefused() {
        for url in [
            "https://evil.com", "https://salesforce.com.evil.com", "https://salesforce.com", "http://a.salesforce.com",
        ] {
            #expect(throws: ResolutionError.self) {
                try self.resolve("salesforce") {
                    $0.accessToken = Secret(SampleAuth.credential)
                    $0.apiURL = url
                }
            }
        }
    }

    @Test func basicIsMadeOfOtherAuthInfoInOrder() throws {
        #expect(self.catalog["zendesk"]?.tokenNames == ["email", "api_key", "subdomain"])

        let resolved = try self.resolve("zendesk") {
            $0.otherAuthInfo = [Secret("a@b.example"), Secret(SampleAuth.credential), Secret("acme")]
        }

        let basic = Data("a@b.example/token:canary-credential-1".utf8).base64EncodedString()
        #expect(resolved.base.host == "acme.zendesk.com")
        #expect(resolved.credential.headers.texts == ["Authorization: Basic \(basic)"])
        #expect(resolved.allowedHosts == [HostPattern(host: "acme.zendesk.com")])
    }

    @Test func aKeyIsAParameterWhereTheVendorWantsOne() throws {
        let resolved = try self.resolve("semrush") { $0.devAPIKey = Secret(SampleAuth.credential) }

        #expect(resolved.credential.query.texts == ["key: canary-credential-1"])
        #expect(resolved.credential.headers.isEmpty)
    }

    @Test func aTokenInTheURLIsPartOfTheBase() throws {
        let resolved = try self.resolve("telegram") { $0.token = Secret("123:canary") }

        #expect(resolved.base.pathPrefix == "/bot123:canary")
    }

    @Test func theIntegrationsOwnFieldsComeAlong() throws {
        let resolved = try self.resolve("notion") { $0.token = Secret(SampleAuth.credential) }

        #expect(resolved.staticHeaders == [StaticHeader(name: "Notion-Version", value: "2022-06-28")])
    }

    @Test func aFieldMadeForEveryRequestIsLeftOut() throws {
        let resolved = try self.resolve("walmart") { $0.accessToken = Secret(SampleAuth.credential) }

        #expect(resolved.credential.headers.map(\.name) == ["WM_SEC.ACCESS_TOKEN", "WM_SVC.NAME"])
    }

    @Test func numbersInMetaAreText() throws {
        let resolved = try self.resolve("harvest") {
            $0.token = Secret(SampleAuth.credential)
            $0.meta["account_id"] = .number(12345)
        }

        #expect(resolved.credential.headers.texts.contains("Harvest-Account-Id: 12345"))
    }

    @Test func allThatIsMissingIsNamed() {
        let error = #expect(throws: ResolutionError.self) {
            try self.resolve("zendesk") { $0.token = Secret(SampleAuth.credential) }
        }

        #expect(error == .missing(names: ["email", "subdomain"]))
    }

    @Test func aMethodOfTheVendorsOwnIsUnsupported() {
        #expect(throws: ResolutionError.unsupported(method: "hmac")) {
            try self.resolve("duo") { $0.meta["integration_key"] = .string("x") }
        }
    }

    @Test func anUnknownIntegrationIsRefused() {
        #expect(throws: ResolutionError.unknownIntegration) { try self.resolve("nobody") { _ in } }
    }

    @Test(arguments: ["a\r\nX: y", "a\u{0}", "a\tb", " a", "a ", "ä", "a\u{7F}", String(repeating: "a", count: 20_000)])
    func aCredentialThatWouldBreakAFieldIsRefused(value: String) {
        let error = #expect(throws: ResolutionError.self) { try self.resolve("hubspot") { $0.token = Secret(value) } }

        if case .invalid(let name, let kind)? = error {
            #expect(name == "token")
            #expect(
                kind == "text without control characters, at most 16 KiB long"
                    || kind == "ASCII text without spaces around it")
        } else {
            Issue.record("\(String(describing: error))")
        }
    }

    @Test func theOperatorMayListMoreHosts() throws {
        let resolved = try self.resolve("hubspot") {
            $0.token = Secret(SampleAuth.credential)
            $0.meta["allowed_hosts"] = .string("Files.Acme.com, files.acme.com:8443,*.acme.net")
        }

        #expect(
            resolved.allowedHosts.suffix(3) == [
                HostPattern(host: "files.acme.com"), HostPattern(host: "files.acme.com", port: 8443),
                HostPattern(host: "acme.net", isWildcard: true),
            ])
    }

    @Test(arguments: [
        "*.com", "*", "*.*.com", "a.com/x", "u@a.com", "a.com:0", "a.com:99999", "", "a..com", "https://a.com",
    ])
    func aHostListWithSomethingElseIsRefused(item: String) {
        #expect(throws: ResolutionError.self) {
            try self.resolve("hubspot") {
                $0.token = Secret(SampleAuth.credential)
                $0.meta["allowed_hosts"] = .array([.string(item)])
            }
        }
    }
}
