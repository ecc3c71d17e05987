//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Testing

/// Raw targets and the target that goes to the vendor (CONTRACT 1.2 and 1.3); `~` is `/passthrough/{id}`.
@Suite
struct UpstreamTargetTests {
    typealias Row = (raw: String, sent: String)

    static let kept: [Row] = [
        ("~/v2/customers", "/v2/customers"), ("~//v2/customers", "/v2/customers"),
        ("~///v2/customers", "//v2/customers"), ("~////x", "///x"), ("~/v2/customers/", "/v2/customers/"),
        ("~/v2//customers", "/v2//customers"), ("~/a///", "/a///"), ("~/x", "/x"), ("~/x/", "/x/"),
        ("~//services/data/v62.0/sobjects/Account/", "/services/data/v62.0/sobjects/Account/"),
        ("~", "/"), ("~/", "/"), ("~//", "/"), ("~///", "//"),
        ("~/a%20b/c", "/a%20b/c"), ("~/a+b/c", "/a+b/c"), ("~/a%2Bb/c", "/a%2Bb/c"), ("~/a%3Fb/c", "/a%3Fb/c"),
        ("~/a%23b/c", "/a%23b/c"), ("~/a%26b/c", "/a%26b/c"), ("~/a%3Db/c", "/a%3Db/c"), ("~/a%41/c", "/a%41/c"),
        ("~/a;b=c/d", "/a;b=c/d"), ("~/;/x", "/;/x"), ("~/a:b@c,d!$&'()*+=e/f", "/a:b@c,d!$&'()*+=e/f"),
        ("~/-._~/x", "/-._~/x"), ("~/v2/a%2Fb", "/v2/a%2Fb"), ("~/v2/a%2fb", "/v2/a%2fb"), ("~//a%2Fb", "/a%2Fb"),
        ("~/v2/a%252Fb", "/v2/a%252Fb"), ("~/a%252Fb", "/a%252Fb"), ("~/a%3Fb", "/a%3Fb"), ("~/a%20b", "/a%20b"),
        ("~/a%C3%A4", "/a%C3%A4"), ("~/%C3%28", "/%C3%28"), ("~/%FF/x", "/%FF/x"),
        ("~/...", "/..."), ("~/.../x", "/.../x"), ("~/....", "/...."), ("~/.a", "/.a"), ("~/a.", "/a."),
        ("~/.well-known/x", "/.well-known/x"), ("~/..a/b", "/..a/b"), ("~/a../b", "/a../b"), ("~/a..b/c", "/a..b/c"),
        ("~/a..", "/a.."), ("~/..a", "/..a"), ("~/%252e%252e/b", "/%252e%252e/b"), ("~/%252e", "/%252e"),
        ("~/a;../b", "/a;../b"), ("~/x/..%20/y", "/x/..%20/y"),
        ("~/https://evil.example/x", "/https://evil.example/x"), ("~///evil.example/x", "//evil.example/x"),
        ("~/@evil.example/x", "/@evil.example/x"), ("~/:80/x", "/:80/x"), ("~/user:pw@evil/", "/user:pw@evil/"),
        ("~/http:%2F%2Fevil/x", "/http:%2F%2Fevil/x"),
    ]

    /// Rule 2 and 3: whole paths that an SDK encoded.
    static let decoded: [Row] = [
        ("~/%2Fv2%2Fcustomers", "/v2/customers"), ("~/%2fv2%2fcustomers", "/v2/customers"),
        ("~/v2%2Fcustomers", "/v2/customers"), ("~/%2Fv2%2Fcustomers%2F", "/v2/customers/"),
        ("~/%2F", "/"), ("~/%2F%2F", "//"), ("~/a%2F", "/a/"), ("~/%2F%2Fa", "//a"), ("~/%2Fa%2F%2Fb", "/a//b"),
        ("~/services%2Fdata%2Fv62.0%2Fsobjects%2FAccount%2F", "/services/data/v62.0/sobjects/Account/"),
        ("~/%2Fcrm%2F%7BobjectType%7D%2Fread", "/crm/%7BobjectType%7D/read"),
        ("~/%2Fa%252Fb", "/a%2Fb"), ("~/%2Fa%25252Fb", "/a%252Fb"), ("~/%2Fa%2541", "/a%41"), ("~/%2Fa%25b", "/a%25b"),
        ("~/%2Fa%25", "/a%25"), ("~/%2Fa%25zz", "/a%25zz"), ("~/%2Fa%", "/a%25"), ("~/%2Fa%4", "/a%254"),
        ("~/%2Fa%20b", "/a%20b"), ("~/%2Fa+b", "/a+b"), ("~/%2Fa%2Bb", "/a+b"), ("~/%2Fa%C3%A4", "/a%C3%A4"),
        ("~/%2Fa%FF", "/a%FF"), ("~/%2Fa%22b", "/a%22b"), ("~/%2Fa%5Cb", "/a%5Cb"), ("~/%2Fa%7Cb", "/a%7Cb"),
        ("~/%2Fa%3Bb%3D1", "/a;b=1"), ("~/%2Fa%40b", "/a@b"), ("~/https%3A%2F%2Fevil%2Fx", "/https://evil/x"),
        ("~/%2Fx%3Fa%3Db", "/x?a=b"), ("~/%2Fx%3Fa%3Db?c=d", "/x?a=b&c=d"), ("~/%2Fx?c=d", "/x?c=d"),
        ("~/%2Fx%3F", "/x?"), ("~/%2Fx%3Fa%3Db%3Fc", "/x?a=b?c"), ("~/%2Fx%3Fa%3D%2520", "/x?a=%20"),
        ("~/%2Fx%3Fa%3Db%20c", "/x?a=b%20c"), ("~/%2Fx%3Fa%3D%7B1%7D", "/x?a=%7B1%7D"),
        ("~/%2Fx%23frag", "/x"), ("~/%2Fx%3Fa%3Db%23frag", "/x?a=b"), ("~/%2Fx%23f%3Fa%3Db", "/x"),
        ("~/%2Fx%3Fa%3D..%2Fb", "/x?a=../b"), ("~/%3Fa%3D%2F", "/?a=/"),
    ]

    /// Rule 5.
    static let repaired: [Row] = [
        ("~/{a}/b", "/%7Ba%7D/b"), ("~/a|b/c", "/a%7Cb/c"), ("~/[a]/b", "/%5Ba%5D/b"), ("~/a^b/c", "/a%5Eb/c"),
        ("~/a\\b/c", "/a%5Cb/c"), ("~/a\"b/c", "/a%22b/c"), ("~/a`b/c", "/a%60b/c"), ("~/a<b>/c", "/a%3Cb%3E/c"),
        ("~/100%/x", "/100%25/x"), ("~/a%zz/x", "/a%25zz/x"), ("~/a%4/x", "/a%254/x"), ("~/%%41/x", "/%25%41/x"),
        ("~/a%", "/a%25"), ("~/%", "/%25"), ("~/%2", "/%252"), ("~/a%4g", "/a%254g"),
        ("~/crm/v3/properties/{objectType}/batch/read", "/crm/v3/properties/%7BobjectType%7D/batch/read"),
    ]

    /// CONTRACT 1.3.
    static let queries: [Row] = [
        ("~?a=b", "/?a=b"), ("~/?a=b", "/?a=b"), ("~/x?", "/x?"), ("~/x?&", "/x?&"), ("~/x??", "/x??"),
        ("~/x?a=b&a=c&b=a", "/x?a=b&a=c&b=a"), ("~/x?a=%2F%20+", "/x?a=%2F%20+"), ("~/x?a", "/x?a"),
        ("~/x?=b", "/x?=b"), ("~/x?a=/../b", "/x?a=/../b"), ("~/x?a=..%2F", "/x?a=..%2F"), ("~/x?%0d%0a", "/x?%0d%0a"),
        ("~/x?a={b}", "/x?a={b}"), ("~/x?a=%zz", "/x?a=%zz"), ("~/x?_domain=a", "/x?_domain=a"),
        ("~/x?__domains=a", "/x?__domains=a"), ("~/x?__Domain=a", "/x?__Domain=a"),
        ("~/x?a=__domain=b", "/x?a=__domain=b"),
        ("~/x?%5F%5Fdomain2=a", "/x?%5F%5Fdomain2=a"), ("~/x?%255F_domain=a", "/x?%255F_domain=a"),
        ("~/x?___domain=a", "/x?___domain=a"), ("~/x?limit=1&path=a&url=b", "/x?limit=1&path=a&url=b"),
    ]

    @Test(arguments: kept + decoded + repaired + queries)
    func arrivesAs(row: Row) throws {
        #expect(try Account().target(row.raw) == .sent(row.sent))
    }

    /// Rule 8.
    @Test(arguments: [
        ("~", "/base/v1"), ("~/", "/base/v1"), ("~//", "/base/v1"), ("~/x", "/base/v1/x"), ("~//x/", "/base/v1/x/"),
        ("~/?a=b", "/base/v1?a=b"), ("~?a=b", "/base/v1?a=b"), ("~/%2Fx%2Fy", "/base/v1/x/y"), ("~/%2F", "/base/v1"),
        ("~///x", "/base/v1//x"), ("~/base/v1/x", "/base/v1/base/v1/x"), ("~/%2Fx%3Fa%3Db", "/base/v1/x?a=b"),
    ])
    func thePrefixOfTheBaseIsKept(raw: String, sent: String) throws {
        var account = Account()
        account.base.pathPrefix = "/base/v1"

        #expect(try account.target(raw) == .sent(sent))
    }

    /// Rule 2: one segment without `%2F` is decoded for three SDKs only.
    @Test(arguments: [
        ("speakeasy-sdk/typescript 0.1 2.0", "/a b", true), ("speakeasy-sdk/csharp 1", "/a b", true),
        ("speakeasy-sdk/java 1", "/a b", true), ("Speakeasy-SDK/Java 1", "/a b", true),
        ("speakeasy-sdk/python 1", "/a b", false), ("speakeasy-sdk/go 1", "/a b", false), ("curl/8", "/a b", false),
        ("x speakeasy-sdk/java", "/a b", false), ("speakeasy-sdk/jav", "/a b", false),
    ])
    func oneSegmentIsDecodedForSDKsThatEncodeIt(agent: String, _: String, decodes: Bool) throws {
        #expect(try Account().target("~/a%3Fb%3Dc", userAgent: agent) == .sent(decodes ? "/a?b=c" : "/a%3Fb%3Dc"))
        #expect(try Account().target("~/a%2540", userAgent: agent) == .sent(decodes ? "/a%40" : "/a%2540"))
        #expect(try Account().target("~/a/b%40", userAgent: agent) == .sent("/a/b%40"))
    }
}
