//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Testing

/// Redirects into the upstream's own origin come back to us, all others stay as they are (CONTRACT 1.6).
@Suite
struct LocationTests {
    static func account(prefix: String = "", scheme: UpstreamBase.Scheme = .https, port: UInt16 = 443) -> Account {
        var account = Account()
        account.base = UpstreamBase(scheme: scheme, host: "api.vendor.example", port: port, pathPrefix: prefix)
        return account
    }

    @Test(arguments: [
        ("https://api.vendor.example/y", "~/y"), ("https://api.vendor.example/", "~/"),
        ("https://api.vendor.example", "~/"), ("https://api.vendor.example?a=b", "~/?a=b"),
        ("https://api.vendor.example#c", "~/#c"), ("https://api.vendor.example/y?a=b#c", "~/y?a=b#c"),
        ("HTTPS://API.Vendor.Example/Y", "~/Y"), ("https://api.vendor.example:443/y", "~/y"),
        ("https://api.vendor.example:443", "~/"), ("https://api.vendor.example:443?a", "~/?a"),
        ("//api.vendor.example/y", "~/y"), ("//API.vendor.example:443/y", "~/y"), ("//api.vendor.example", "~/"),
        ("/y", "~/y"), ("/y/", "~/y/"), ("/", "~/"), ("/y/%2F/z?a=%20", "~/y/%2F/z?a=%20"), ("/?a", "~/?a"),
        ("/#a", "~/#a"), ("/passthrough/other/x", "~/passthrough/other/x"),
        ("/y?u=https://evil.example/", "~/y?u=https://evil.example/"),
        ("/:x", "~/:x"), ("/@evil.example", "~/@evil.example"), ("/.well-known/x", "~/.well-known/x"),
    ])
    func intoTheOwnOriginIsRewritten(location: String, rewritten: String) throws {
        #expect(try Self.account().redirect(location) == rewritten)
    }

    @Test(arguments: [
        "http://api.vendor.example/y", "https://api.vendor.example:80/y", "https://api.vendor.example:8443/y",
        "https://api.vendor.example:4433/y", "https://api.vendor.example.evil.example/y",
        "https://api.vendor.example@evil.example/y", "https://api.vendor.example:443@evil.example/",
        "https://user@api.vendor.example/y", "https://api.vendor.examplex/y", "https://xapi.vendor.example/y",
        "https://api.vendor.example\\y", "https://api.vendor.example\\@evil.example/", "https:\\\\api.vendor.example/y",
        "https:/api.vendor.example/y", "https:api.vendor.example/y", "https:///api.vendor.example/y",
        "//evil.example/y", "/\\evil.example/y", "/\\api.vendor.example/y", "//api.vendor.example.evil.example/",
        "///evil.example/", "//api.vendor.example@evil.example/", "//", "/\\", "myapp://callback", "mailto:a@b.example",
        "\\y", "https://", "ftp://api.vendor.example/y",
    ])
    func elsewhereStaysAsItIs(location: String) throws {
        #expect(try Self.account().redirect(location) == location)
    }

    @Test(arguments: [
        ("https://api.vendor.example/v1/y", "~/y"), ("/v1/y", "~/y"), ("/v1", "~/"), ("/v1/", "~/"), ("/v1?a", "~/?a"),
        ("/v1#a", "~/#a"), ("//api.vendor.example/v1/y", "~/y"), ("/v1/v1/y", "~/v1/y"),
    ])
    func thePrefixIsTakenOff(location: String, rewritten: String) throws {
        #expect(try Self.account(prefix: "/v1").redirect(location) == rewritten)
    }

    /// The own origin beside the prefix can only be said with `__domain`; a bare path would lead to our own pages.
    @Test(arguments: [
        ("/login", "~/login?__domain=https%3A%2F%2Fapi.vendor.example%2F"),
        ("/v10/y", "~/v10/y?__domain=https%3A%2F%2Fapi.vendor.example%2F"),
        ("/V1/y", "~/V1/y?__domain=https%3A%2F%2Fapi.vendor.example%2F"),
        ("/", "~/?__domain=https%3A%2F%2Fapi.vendor.example%2F"),
        ("/login?a=b#c", "~/login?a=b&__domain=https%3A%2F%2Fapi.vendor.example%2F#c"),
        ("https://api.vendor.example", "~/?__domain=https%3A%2F%2Fapi.vendor.example%2F"),
        ("https://api.vendor.example/x", "~/x?__domain=https%3A%2F%2Fapi.vendor.example%2F"),
        (
            "/passthrough/fedcba9876543210fedcba98/x",
            "~/passthrough/fedcba9876543210fedcba98/x?__domain=https%3A%2F%2Fapi.vendor.example%2F"
        ),
    ])
    func besideThePrefixIsSaidWithADomain(location: String, rewritten: String) throws {
        #expect(try Self.account(prefix: "/v1").redirect(location) == rewritten)
    }

    /// What cannot be said below the connection must not be read as a path of ours.
    @Test(arguments: [
        ("/login", "http://api.vendor.example:8080/login"),
        ("//api.vendor.example:8080/login", "http://api.vendor.example:8080/login"),
        ("http://api.vendor.example:8080/login", "http://api.vendor.example:8080/login"),
        ("/v1/../x", "http://api.vendor.example:8080/v1/../x"), ("/v1/y", "~/y"),
    ])
    func whatCannotBeSaidStaysAtTheVendor(location: String, relayed: String) throws {
        #expect(try Self.account(prefix: "/v1", scheme: .http, port: 8080).redirect(location) == relayed)
    }

    /// A client resolves dot segments before it follows: they would lead to another connection.
    @Test(arguments: [
        "/../fedcba9876543210fedcba98/x", "/x/../../fedcba9876543210fedcba98/x", "/%2e%2e/x", "/..", "/.", "/x/..\\y",
    ])
    func dotSegmentsDoNotLeadOutOfTheConnection(location: String) throws {
        #expect(try Self.account().redirect(location) == "https://api.vendor.example" + location)
    }

    @Test(arguments: [201, 200, 202, 404, 500])
    func onlyRedirectsAreRewritten(status: Int) throws {
        #expect(try Self.account().redirect("/y", status: status) == "/y")
        #expect(
            try Self.account().redirect("https://api.vendor.example/y", status: status)
                == "https://api.vendor.example/y")
    }

    /// A call with `__domain` stays at that host, below that prefix.
    @Test(arguments: [
        ("", "/v1", "/v1/y", "~/y?__domain=files.vendor.example"),
        ("", "/v1", "https://files.vendor.example/v1/y?a", "~/y?a&__domain=files.vendor.example"),
        ("", "/v1", "/v1/y#c", "~/y?__domain=files.vendor.example#c"),
        ("", "/v1", "/v1/y?a#c?d", "~/y?a&__domain=files.vendor.example#c?d"),
        ("", "/v1", "https://api.vendor.example/v1/y", "https://api.vendor.example/v1/y"),
        ("", "/up", "/up/y", "~/y?__domain=https%3A%2F%2Ffiles.vendor.example%2Fup"),
        ("", "", "/y", "~/y?__domain=https%3A%2F%2Ffiles.vendor.example%2F"),
        ("", "/up", "/login", "~/login?__domain=https%3A%2F%2Ffiles.vendor.example%2F"),
        (":8443", "/up", "/up/y", "~/y?__domain=https%3A%2F%2Ffiles.vendor.example%3A8443%2Fup"),
        (":8443", "/v1", "/v1/y", "~/y?__domain=files.vendor.example:8443"),
    ])
    func aCallWithADomainStaysThere(port: String, prefix: String, location: String, rewritten: String) throws {
        let domain = UpstreamBase(
            scheme: .https, host: "files.vendor.example", port: UInt16(port.dropFirst()) ?? 443, pathPrefix: prefix)

        #expect(try Self.account(prefix: "/v1").redirect(location, by: domain) == rewritten)
    }

    /// A redirect that is followed arrives where the vendor said, byte for byte (CONTRACT 1.2).
    @Test(arguments: [
        "/y", "/y/", "/", "//y", "/y//z", "/a%2Fb", "/a%2fb", "/a%252Fb", "/%2F", "/a%20b", "/a/b%2Fc", "/a?b=%2F",
        "/a%3Fb",
    ])
    func whatIsFollowedArrives(location: String) throws {
        for account in [Self.account(), Self.account(prefix: "/v1")] {
            let path = account.base.pathPrefix + location
            let followed = try account.redirect("https://api.vendor.example\(path)")
            for agent in ["curl/8", "speakeasy-sdk/typescript 1"] {
                let due: [Account.Target] = path == "/v1/" ? [.sent("/v1"), .sent("/v1/")] : [.sent(path)]

                #expect(due.contains(try account.target(followed, userAgent: agent)))
            }
        }
    }
}
