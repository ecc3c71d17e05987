//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Testing

/// What of a caller's head goes up (CONTRACT 1.5).
@Suite
struct RequestRewriterTests {
    static let path = "/passthrough/\(Account.id)/x"

    /// The lines that go up behind the request line and `Host`.
    static func sent(_ fields: [String], by account: Account = Account(), line: String = "GET \(path) HTTP/1.1") throws
        -> [String]
    {
        let request = "\(line)\r\nHost: gateway.example\r\n\(fields.map { $0 + "\r\n" }.joined())\r\n"
        guard case .head(let head) = account.send(Array(request.utf8), try account.prepared()) else {
            throw Account.Malformed()
        }
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.suffix(2) == ["", ""], lines.count > 2, lines[1].hasPrefix("Host: ") else {
            throw Account.Malformed()
        }
        return Array(lines[2..<(lines.count - 2)])
    }

    static let credential = "Authorization: Bearer canary-credential-1"

    @Test
    func endToEndFieldsGoUpInOrderAndCase() throws {
        let fields = [
            "Accept: */*", "accept: text/html", "ACCEPT-encoding: gzip, br", "User-Agent: a b", "X-Empty:", "x-y:z",
            "X-Spaces:   a  b  ", "Cookie: a=b; c=d", "If-None-Match: \"x\"", "Range: bytes=0-1", "content-TYPE: a/b",
            "Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4", "Via: 1.1 x", "Origin: https://x", "Referer: y",
            "Trailer: X-Sum", "Content-Length: 0", "Proxy-Foo: bar", "X-High: \u{E9}",
        ]

        #expect(try Self.sent(fields) == fields + [Self.credential])
    }

    @Test(arguments: [
        "Authorization: pt_a", "authorization: Bearer pt_a", "AUTHORIZATION: x", "Connection: close",
        "connection: keep-alive",
        "Keep-Alive: timeout=5", "Proxy-Authorization: Basic x", "Proxy-Connection: close", "Proxy-Authenticate: x",
        "TE: trailers", "Upgrade: h2c", "HTTP2-Settings: AAA", "Expect: 100-continue", "Passthrough-Timeout: 3",
        "passthrough-x: y", "PASSTHROUGH-Request-Id: x", "Passthrough-: x", "Passthrough-Caller-Address: 1.2.3.4",
        "Cookie:",
        "Cookie:   ",
    ])
    func hopByHopAndOursDoNot(field: String) throws {
        #expect(try Self.sent(["A: b", field, "C: d"]) == ["A: b", "C: d", Self.credential])
    }

    @Test(arguments: [
        "Passthrough: x", "XPassthrough-A: b", "Authorizations: x", "X-Authorization: x", "Hosts: x", "Connections: x",
        "TEX: y",
        "Expected: x", "Upgrades: x", "Keep-Alives: x", "Proxy-Authorizations: x", "Cookies:", "HTTP2-Setting: x",
    ])
    func namesThatAreNearlyTheseDo(field: String) throws {
        #expect(try Self.sent(["A: b", field]) == ["A: b", field, Self.credential])
    }

    @Test
    func fieldsThatConnectionNamesDoNot() throws {
        let fields = [
            "X-Gone: 1", "Connection: close, X-GONE ,, x-other", "X-Other: 2", "x-gone: 3", "X-Stays: 4",
            "Connection: x-more", "X-More: 5", "Content-Length: 0",
        ]

        #expect(try Self.sent(fields) == ["X-Stays: 4", "Content-Length: 0", Self.credential])
    }

    /// Naming the credential or the framing in `Connection` takes nothing away.
    @Test
    func connectionCannotNameAwayWhatMatters() throws {
        let fields = ["Connection: authorization, content-length, host", "Content-Length: 0"]

        #expect(try Self.sent(fields) == ["Content-Length: 0", Self.credential])
    }

    @Test
    func theLastContentTypeCounts() throws {
        #expect(
            try Self.sent(["Content-Type: a/a", "X: y", "content-type: b/b"]) == [
                "X: y", "content-type: b/b", Self.credential,
            ])
    }

    @Test
    func everyAuthorizationLineStays() throws {
        #expect(try Self.sent(["Authorization: a", "X: y", "Authorization: b"]) == ["X: y", Self.credential])
    }

    @Test
    func theHostIsTheUpstreams() throws {
        for (base, host) in [
            (UpstreamBase(scheme: .https, host: "a.example", port: 443, pathPrefix: ""), "a.example"),
            (UpstreamBase(scheme: .https, host: "a.example", port: 8443, pathPrefix: ""), "a.example:8443"),
            (UpstreamBase(scheme: .http, host: "a.example", port: 80, pathPrefix: ""), "a.example"),
            (UpstreamBase(scheme: .http, host: "::1", port: 443, pathPrefix: ""), "[::1]:443"),
        ] {
            let account = Account(base: base)
            let request = "GET \(Self.path) HTTP/1.1\r\nHost: gateway.example\r\n\r\n"

            #expect(
                account.send(Array(request.utf8), try account.prepared())
                    == .head("GET /x HTTP/1.1\r\nHost: \(host)\r\n\(Self.credential)\r\n\r\n"))
        }
    }

    @Test(arguments: [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY", "get", "M-SEARCH",
    ])
    func theMethodIsTheCallers(method: String) throws {
        let request = "\(method) \(Self.path) HTTP/1.0\r\nHost: x\r\n\r\n"
        guard case .head(let head) = Account().send(Array(request.utf8), try Account().prepared()) else {
            throw Account.Malformed()
        }

        #expect(head.hasPrefix("\(method) /x HTTP/1.1\r\n"))
    }

    @Test
    func aStaticHeaderGivesWayAndACredentialDoesNot() throws {
        var account = Account()
        account.headers = [CredentialField(name: "X-Api-Key", value: Secret(Account.canary))]
        account.staticHeaders = [
            StaticHeader(name: "x-api-version", value: "1"), StaticHeader(name: "Accept", value: "a/b"),
            StaticHeader(name: "x-api-key", value: "static"),
        ]

        #expect(
            try Self.sent(["X-API-Version: 2", "x-api-KEY: caller", "x-api-key: again"], by: account)
                == ["X-API-Version: 2", "Accept: a/b", "X-Api-Key: \(Account.canary)"])
    }

    /// Names longer than the parser's folded words are told apart by their bytes.
    @Test
    func longNamesAreToldApart() throws {
        var account = Account()
        account.headers = [CredentialField(name: "aaaaaaaa-bbbbbbb-vendor-credential-x", value: Secret(Account.canary))]

        #expect(
            try Self.sent(
                ["aaaaaaaa-bbbbbbb-bendor-credential-x: 1", "Aaaaaaaa-bbbbbbb-vendor-credential-X: 2"], by: account)
                == [
                    "aaaaaaaa-bbbbbbb-bendor-credential-x: 1",
                    "aaaaaaaa-bbbbbbb-vendor-credential-x: \(Account.canary)",
                ])
    }

    @Test(arguments: [
        ("", "?api_key=canary-credential-1&v=a%26b"), ("?a=b", "?a=b&api_key=canary-credential-1&v=a%26b"),
        ("?api_key=x", "?api_key=canary-credential-1&v=a%26b"),
        ("?a&api%5Fkey=x&b&API_KEY=y&v=1&v", "?a&b&API_KEY=y&api_key=canary-credential-1&v=a%26b"),
        ("?api_key", "?api_key=canary-credential-1&v=a%26b"), ("?", "?api_key=canary-credential-1&v=a%26b"),
        ("?a=%zz&&", "?a=%zz&&&api_key=canary-credential-1&v=a%26b"),
    ])
    func aCredentialInTheQueryDoesNotGiveWay(query: String, sent: String) throws {
        var account = Account()
        account.headers = []
        account.query = [
            CredentialField(name: "api_key", value: Secret(Account.canary)),
            CredentialField(name: "v", value: Secret("a&b")),
        ]

        #expect(try account.target("~/x\(query)") == .sent("/x\(sent)"))
    }
}
