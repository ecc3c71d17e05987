//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Foundation
import Model
import Testing

@Suite struct GenericResolutionTests {
    private let catalog: Catalog

    init() throws { self.catalog = try BundledCatalogTests.catalog.get() }

    private func resolve(
        url: String? = "http://vendor.internal:9000/api/", token: String? = SampleAuth.credential,
        meta: [String: JSONValue] = [:]
    ) throws(ResolutionError) -> ResolvedConnection {
        var auth = ConnectionAuth()
        auth.apiURL = url
        auth.token = token.map { Secret($0) }
        auth.meta = meta
        return try self.catalog.resolve(type: "generic", auth: auth)
    }

    @Test func bearerIsTheDefault() throws {
        let resolved = try self.resolve()

        #expect(
            resolved.base == UpstreamBase(scheme: .http, host: "vendor.internal", port: 9000, pathPrefix: "/api"))
        #expect(resolved.credential.headers.texts == ["Authorization: Bearer canary-credential-1"])
        #expect(resolved.allowedHosts == [HostPattern(host: "vendor.internal", port: 9000)])
    }

    @Test func aHeaderHasItsFormat() throws {
        let plain = try self.resolve(meta: ["scheme": .string("header"), "header": .string("X-Key")])
        let formatted = try self.resolve(
            meta: [
                "auth": .string("header"), "header": .string("Authorization"), "format": .string("Token {token}"),
            ])

        #expect(plain.credential.headers.texts == ["X-Key: canary-credential-1"])
        #expect(formatted.credential.headers.texts == ["Authorization: Token canary-credential-1"])
    }

    @Test func aParameterHasItsName() throws {
        let resolved = try self.resolve(meta: ["scheme": .string("query"), "query": .string("api key")])

        #expect(resolved.credential.query.texts == ["api key: canary-credential-1"])
    }

    @Test func basicIsTakenFromWhereverItIsGiven() throws {
        let basic: [String: JSONValue] = ["scheme": .string("basic")]
        let expected = ["Authorization: Basic " + Data("user:pass:word".utf8).base64EncodedString()]

        let named = try self.resolve(
            token: nil,
            meta: basic.merging(["username": .string("user"), "password": .string("pass:word")]) { $1 })
        let joined = try self.resolve(token: "user:pass:word", meta: basic)

        #expect(named.credential.headers.texts == expected)
        #expect(joined.credential.headers.texts == expected)
    }

    @Test func noneSendsNothing() throws {
        let resolved = try self.resolve(token: nil, meta: ["scheme": .string("none")])

        #expect(resolved.credential.headers.isEmpty)
        #expect(resolved.credential.query.isEmpty)
    }

    @Test func staticHeadersComeAlong() throws {
        let resolved = try self.resolve(meta: ["headers": .object(["X-B": .string("2"), "X-A": .number(1)])])

        #expect(
            resolved.staticHeaders == [StaticHeader(name: "X-A", value: "1"), StaticHeader(name: "X-B", value: "2")])
    }

    @Test(arguments: [
        "Host", "Content-Length", "transfer-encoding", "Connection", "Passthrough-Debug", "Upgrade", "a b", "", "x:y",
        "Authorization", "Cookie",
    ])
    func aHeaderThatIsNotTheConnectionsToSetIsRefused(name: String) {
        #expect(throws: ResolutionError.self) {
            try self.resolve(meta: ["headers": .object([name: .string("x")])])
        }
    }

    @Test(arguments: ["Host", "Content-Length", "passthrough-x", "Keep-Alive", "a\r\nb"])
    func aCredentialCannotFrameTheMessage(name: String) {
        #expect(throws: ResolutionError.self) {
            try self.resolve(meta: ["scheme": .string("header"), "header": .string(name)])
        }
    }

    @Test func anUnknownSchemeIsToldWithoutTheValue() {
        let error = #expect(throws: ResolutionError.self) {
            try self.resolve(meta: ["scheme": .string("canary-scheme")])
        }

        #expect(error?.description == "scheme is not bearer, header, query, basic, oauth1, aws_sigv4 or none")
    }

    @Test func whatIsMissingIsNamed() {
        #expect(throws: ResolutionError.missing(names: ["api_url"])) { try self.resolve(url: nil) }
        #expect(throws: ResolutionError.missing(names: ["token"])) { try self.resolve(token: nil) }
        #expect(throws: ResolutionError.missing(names: ["header"])) {
            try self.resolve(meta: ["scheme": .string("header")])
        }
    }

    @Test(arguments: [
        ("https://API.Vendor.com.", "api.vendor.com", ""), ("http://127.0.0.1:8080", "127.0.0.1:8080", ""),
        ("https://[::1]:8443/x", "[::1]:8443", "/x"), ("https://[2001:DB8:0:0::1]", "[2001:db8::1]", ""),
        ("https://[::ffff:10.0.0.1]", "[::ffff:a00:1]", ""), ("https://localhost/a%20b", "localhost", "/a%20b"),
        ("HTTPS://xn--bcher-kva.example:443/a/b", "xn--bcher-kva.example", "/a/b"),
    ])
    func aBaseURLIsCanonical(url: String, authority: String, prefix: String) throws {
        let resolved = try self.resolve(url: url)

        #expect(resolved.base.authority == authority)
        #expect(resolved.base.pathPrefix == prefix)
    }

    @Test(arguments: [
        "ftp://a.com", "//a.com", "a.com", "https://", "https:///x", "https://u@a.com", "https://u:p@a.com",
        "https://a.com?x=1", "https://a.com#x", "https://a.com/../x", "https://a.com/%2e%2E/x", "https://a.com/a/./b",
        "https://a.com//b", "https://a.com/b//", "https://a.com/%2f", "https://a.com/%5c", "https://a.com/%00",
        "https://a.com/%", "https://a.com/%zz", "https://a.com/\\b", "https://a.com\\@b.com", "https://a.com:0",
        "https://a.com:", "https://a.com:65536", "https://a.com:+80", "https://a.com:80:80", "https://bücher.example",
        "https://a。com", "https://a.com\r\nHost: b", "https://a.com/\u{0}", "https://a b.com", "https://a..com",
        "https://.a.com", "https://a.com..", "https://-a.com", "https://a-.com", "https://0x7f.1", "https://0x7f000001",
        "https://2130706433", "https://127.1", "https://127.0.0.01", "https://256.1.1.1", "https://[::1", "https://::1",
        "https://[::1%25eth0]", "https://[1::2::3]", "https://[1:2:3:4:5:6:7]", "https://[]", "https://[::1]x",
        "https://[g::1]", "https://a.com/{x}", "https://" + String(repeating: "a", count: 64) + ".com",
        "https://" + String(repeating: "a.", count: 150) + "com",
        "https://a.com/" + String(repeating: "x", count: 3000),
    ])
    func whatIsNoBaseURLIsRefused(url: String) {
        #expect(throws: ResolutionError.self) { try self.resolve(url: url) }
    }
}
