//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Model
import Testing

@Suite struct SignedResolutionTests {
    private let catalog: Catalog

    init() throws { self.catalog = try BundledCatalogTests.catalog.get() }

    private func resolve(_ type: String, _ meta: [String: String]) throws(ResolutionError) -> ResolvedConnection {
        var auth = ConnectionAuth()
        for (name, value) in meta { auth.meta[name] = .string(value) }
        return try self.catalog.resolve(type: type, auth: auth)
    }

    @Test func everySignedRowResolvesFromItsExamples() throws {
        var count = 0
        for integration in self.catalog.integrations {
            for (index, method) in integration.methods.enumerated() where !method.signingNames.isEmpty {
                let auth = SampleAuth.auth(for: integration, method: index)
                #expect(throws: Never.self, "\(integration.type) [\(index)]") {
                    try self.catalog.resolve(type: integration.type, auth: auth)
                }
                count += 1
            }
        }
        #expect(count == 9)
    }

    @Test func netSuiteIsSignedForItsAccount() throws {
        let resolved = try self.resolve(
            "netsuite",
            [
                "account_domain": "1234567-sb1", "account_id": "1234567_SB1", "consumer_key": "ck",
                "consumer_secret": "cs", "token_id": "ti", "token_secret": "ts",
            ])

        let credential = try #require(resolved.credential.oauth1)
        #expect(resolved.base.host == "1234567-sb1.suitetalk.api.netsuite.com")
        #expect(credential.method == .hmacSHA256)
        #expect(credential.realm == "1234567_SB1")
        #expect(credential.consumerKey == Secret("ck") && credential.consumerSecret == Secret("cs"))
        #expect(credential.token == Secret("ti") && credential.tokenSecret == Secret("ts"))
    }

    @Test func netSuiteAsksForAllOfIt() throws {
        let row = try #require(self.catalog["netsuite"])

        #expect(
            row.tokenNames == [
                "consumer_key", "consumer_secret", "account_id", "token_id", "token_secret", "account_domain",
            ])
        #expect(throws: ResolutionError.missing(names: ["account_id", "token_id", "token_secret", "account_domain"])) {
            try self.resolve("netsuite", ["consumer_key": "ck", "consumer_secret": "cs"])
        }
    }

    @Test func aTokenWithASecretIsOneOfOAuth1() throws {
        let delegated = try self.resolve(
            "x",
            ["consumer_key": "ck", "consumer_secret": "cs", "token_id": "ti", "token_secret": "ts"])
        var auth = ConnectionAuth()
        auth.accessToken = Secret("at")
        auth.consumerKey = Secret("ck")
        auth.consumerSecret = Secret("cs")
        let bearer = try self.catalog.resolve(type: "x", auth: auth)
        auth.meta["token_secret"] = .string("ts")
        let imported = try self.catalog.resolve(type: "x", auth: auth)

        #expect(delegated.credential.oauth1?.method == .hmacSHA1)
        #expect(bearer.credential.headers.texts == ["Authorization: Bearer at"])
        #expect(imported.credential.oauth1?.token == Secret("at"))
    }

    @Test func s3IsSignedForItsRegion() throws {
        let resolved = try self.resolve(
            "awss3", ["access_key_id": "AKIDEXAMPLE", "secret_access_key": "s/k", "region": "eu-west-3"])

        let credential = try #require(resolved.credential.aws)
        #expect(resolved.base.host == "s3.eu-west-3.amazonaws.com")
        #expect(credential.service == "s3" && credential.region == "eu-west-3")
        #expect(credential.secretAccessKey == Secret("s/k"))
        #expect(credential.sessionToken == nil)
        #expect(self.catalog["awss3"]?.tokenNames == ["access_key_id", "secret_access_key", "region"])
    }

    @Test func temporaryCredentialsBringATokenAndByPositionTheyCome() throws {
        var auth = ConnectionAuth()
        auth.otherAuthInfo = [Secret("AKIDEXAMPLE"), Secret("s/k"), Secret("us-west-2")]
        auth.meta["session_token"] = .string("t==")

        let credential = try self.catalog.resolve(type: "awsbedrock", auth: auth).credential.aws

        #expect(credential?.accessKeyID == Secret("AKIDEXAMPLE"))
        #expect(credential?.sessionToken == Secret("t=="))
        #expect(credential?.service == "bedrock" && credential?.region == "us-west-2")
    }

    @Test(arguments: [
        ["access_key_id": "A/B"], ["access_key_id": "A,B"], ["access_key_id": "A\r\nB"], ["session_token": "a\nb"],
        ["session_token": "ä"], ["region": "eu west"], ["region": "a/b"], ["secret_access_key": "a\u{0}"],
    ])
    func whatWouldBreakASignatureIsRefused(wrong: [String: String]) {
        let meta = ["access_key_id": "A", "secret_access_key": "s", "region": "us-east-1"].merging(wrong) { $1 }

        #expect(throws: ResolutionError.self) { try self.resolve("awss3", meta) }
    }

    @Test func theRealmIsQuotedSafely() {
        #expect(throws: ResolutionError.invalid(name: "realm", kind: "ASCII text without quotes and backslashes")) {
            try self.resolve(
                "generic",
                [
                    "scheme": "oauth1", "consumer_key": "c", "consumer_secret": "s", "realm": "a\", b=\"",
                ], url: "https://api.example.com")
        }
    }

    @Test func anyAPIMayBeSigned() throws {
        let oauth = try self.resolve(
            "generic", ["scheme": "oauth1", "consumer_key": "c", "consumer_secret": "s", "signature": "PLAINTEXT"],
            url: "http://api.example.com")
        let aws = try self.resolve(
            "generic", ["scheme": "aws_sigv4", "access_key_id": "A", "secret_access_key": "s", "service": "s3"],
            url: "https://store.example.com:9000")

        #expect(oauth.credential.oauth1?.method == .plaintext)
        #expect(oauth.credential.oauth1?.token == nil)
        #expect(aws.credential.aws?.region == "us-east-1")
        #expect(throws: ResolutionError.missing(names: ["consumer_secret"])) {
            try self.resolve("generic", ["scheme": "oauth1", "consumer_key": "c"], url: "https://api.example.com")
        }
        #expect(throws: ResolutionError.missing(names: ["service"])) {
            try self.resolve("generic", ["scheme": "aws_sigv4"], url: "https://api.example.com")
        }
    }

    private func resolve(
        _ type: String, _ meta: [String: String], url: String
    ) throws(ResolutionError) -> ResolvedConnection {
        var auth = ConnectionAuth()
        auth.apiURL = url
        for (name, value) in meta { auth.meta[name] = .string(value) }
        return try self.catalog.resolve(type: type, auth: auth)
    }
}

extension CredentialScheme {
    fileprivate var oauth1: OAuth1Credential? {
        if case .oauth1(let credential) = self { credential } else { nil }
    }

    fileprivate var aws: AWSCredential? {
        if case .awsSignature4(let credential) = self { credential } else { nil }
    }
}
