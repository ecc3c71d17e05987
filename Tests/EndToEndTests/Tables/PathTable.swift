//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Paths as they are sent by clients and as they must arrive (CONTRACT 1.2).
enum PathTable {
    static let kept: [ConformanceCase] = [
        .target("~/v2/customers", as: "/v2/customers"),
        .target("~/v2/customers/", as: "/v2/customers/"),
        .target("~//v2/customers", as: "/v2/customers"),
        .target("~///v2/customers", as: "//v2/customers"),
        .target("~/a//b", as: "/a//b"),
        .target("~/a///", as: "/a///"),
        .target("~//services/data/v62.0/sobjects/Account/", as: "/services/data/v62.0/sobjects/Account/"),
        .target("~", as: "/"),
        .target("~/", as: "/"),
        .target("~//", as: "/"),
        .target("~?a=b", as: "/?a=b"),
        .target("~/?a=b", as: "/?a=b"),
        .target("~/x", as: "/base/v1/x", .prefixed),
        .target("~//x/", as: "/base/v1/x/", .prefixed),
        .target("~", as: "/base/v1", .prefixed),
        .target("~/", as: "/base/v1", .prefixed),
        .target("~/?a=b", as: "/base/v1?a=b", .prefixed),
        .target("~/%2Fx%2Fy", as: "/base/v1/x/y", .prefixed),
        .target("~/a%20b/c", as: "/a%20b/c"),
        .target("~/a+b/c", as: "/a+b/c"),
        .target("~/a%2Bb/c", as: "/a%2Bb/c"),
        .target("~/a%3Fb/c", as: "/a%3Fb/c"),
        .target("~/a%23b/c", as: "/a%23b/c"),
        .target("~/a%26b/c", as: "/a%26b/c"),
        .target("~/a%41/c", as: "/a%41/c"),
        .target("~/a;b=c/d", as: "/a;b=c/d"),
        .target("~/a:b@c,d!$&'()*+=e/f", as: "/a:b@c,d!$&'()*+=e/f"),
        .target("~/-._/x", as: "/-._/x"),
        .target("~/v2/a%2Fb", as: "/v2/a%2Fb"),
        .target("~/v2/a%2fb", as: "/v2/a%2fb"),
        .target("~//a%2Fb", as: "/a%2Fb"),
        .target("~/v2/a%252Fb", as: "/v2/a%252Fb"),
        .target("~/a%252Fb", as: "/a%252Fb"),
        .target("~/a%3Fb", as: "/a%3Fb"),
        .target("~/a%20b", as: "/a%20b"),
        .target("~/a%C3%A4", as: "/a%C3%A4"),
        .target("~/...", as: "/..."),
        .target("~/.well-known/x", as: "/.well-known/x"),
        .target("~/..a/b", as: "/..a/b"),
        .target("~/a../b", as: "/a../b"),
        .target("~/a..b/c", as: "/a..b/c"),
        .target("~/%252e%252e/b", as: "/%252e%252e/b"),
        .target("~/https://evil.example/x", as: "/https://evil.example/x"),
        .target("~///evil.example/x", as: "//evil.example/x"),
        .target("~/@evil.example/x", as: "/@evil.example/x"),
        .target("~/user:pass@evil.example/", as: "/user:pass@evil.example/"),
        .target("~/:80/x", as: "/:80/x"),
        .target("~/" + String(repeating: "a/", count: 4000), as: "/" + String(repeating: "a/", count: 4000)),
    ]

    /// Whole paths that an SDK encoded as one segment.
    static let decoded: [ConformanceCase] = [
        .target("~/%2Fv2%2Fcustomers", as: "/v2/customers"),
        .target("~/%2fv2%2fcustomers", as: "/v2/customers"),
        .target("~/v2%2Fcustomers", as: "/v2/customers"),
        .target("~/%2Fv2%2Fcustomers%2F", as: "/v2/customers/"),
        .target("~/services%2Fdata%2Fv62.0%2Fsobjects%2FAccount%2F", as: "/services/data/v62.0/sobjects/Account/"),
        .target(
            "~/%2Fcrm%2Fv3%2Fproperties%2F%7BobjectType%7D%2Fbatch%2Fread",
            as: "/crm/v3/properties/%7BobjectType%7D/batch/read"),
        .target("~/%2Fa%252Fb", as: "/a%2Fb"),
        .target("~/%2Fa%2541", as: "/a%41"),
        .target("~/%2Fa%25b", as: "/a%25b"),
        .target("~/%2Fa%25", as: "/a%25"),
        .target("~/%2Fa%20b", as: "/a%20b"),
        .target("~/%2Fa%C3%A4", as: "/a%C3%A4"),
        .target("~/%2Fa%2Bb", as: "/a+b"),
        .target("~/%2F%2Fa", as: "//a"),
        .target("~/%2Fa%2F%2Fb", as: "/a//b"),
        .target("~/%2Fx%3Fa%3Db", as: "/x?a=b"),
        .target("~/%2Fx%3Fa%3Db?c=d", as: "/x?a=b&c=d"),
        .target("~/%2Fx?c=d", as: "/x?c=d"),
        .target("~/%2Fx%23y", as: "/x"),
        .target("~/%2Fx%3Fa%3Db%23y?c=d", as: "/x?a=b&c=d"),
        .target("~/%2Fx%3Fa%3Db%3Fc", as: "/x?a=b?c"),
        .target("~/%2F%2Fevil.example%2Fx", as: "//evil.example/x"),
        .target("~/https:%2F%2Fevil.example%2Fx", as: "/https://evil.example/x"),
    ]

    /// What rule 5 escapes.
    static let escaped: [ConformanceCase] = [
        .target("~/crm/v3/properties/{objectType}/batch/read", as: "/crm/v3/properties/%7BobjectType%7D/batch/read"),
        .target("~//crm/v3/properties/{objectType}/batch/read", as: "/crm/v3/properties/%7BobjectType%7D/batch/read"),
        .target("~/a|b/c", as: "/a%7Cb/c"),
        .target("~/a[0]/c", as: "/a%5B0%5D/c"),
        .target("~/a^b/c", as: "/a%5Eb/c"),
        .target("~/a\\b/c", as: "/a%5Cb/c"),
        .target("~/a\"b\"/c", as: "/a%22b%22/c"),
        .target("~/a`b/c", as: "/a%60b/c"),
        .target("~/{a}", as: "/%7Ba%7D"),
        .target("~/a%zz/c", as: "/a%25zz/c"),
        .target("~/a%4/c", as: "/a%254/c"),
        .target("~/a%/c", as: "/a%25/c"),
        .target("~/a%", as: "/a%25"),
        .target("~/100%", as: "/100%25"),
        .target("~/a%4g/%41", as: "/a%254g/%41"),
        .target("~/a%%41/c", as: "/a%25%41/c"),
    ]

    // MARK: - Refused

    private static func refused(_ target: String) -> ConformanceCase {
        .refused(target, 400, "path_invalid", message("GET \(target) HTTP/1.1"))
    }

    static let dots: [ConformanceCase] = [
        "~/.", "~/..", "~/./x", "~/../x", "~//..", "~//../x", "~/a/../b", "~/a/./b", "~/a/..", "~/a/.", "~/a//../b",
        "~/%2e", "~/%2e%2e", "~/%2e%2e/b", "~/%2E%2E/b", "~/.%2e/b", "~/%2e./b", "~/a/%2e/b", "~/a/%2e%2e",
        "~/..%2Fb", "~/..%2fb", "~/a%2F..%2Fb", "~/%2F..%2Fb", "~/%2F.%2Fb", "~/%2Fa%2F..", "~/%2Fa%2F%2e%2e%2Fb",
        "~/%2Fa%2F%252e%252e%2Fb", "~/a/..%2Fb", "~/a/b%2F..%2Fc", "~/%2e%2e%2Fb", "~/..\\b", "~/a\\..\\b", "~/a/..\\b",
        "~/..%5Cb", "~/%2e%2e%5cb", "~/a/..%5C..%5Cb", "~/%2Fa%5C..%5Cb", "~/../../unified/connection",
        "~/..?a=b", "~/a/..?x", "~/%2Fa%2F..%3Fx",
    ].map(refused)

    static let controls: [ConformanceCase] = [
        "~/%2Fa%0Ab", "~/%2Fa%0Db", "~/%2Fa%0D%0AX:%20y", "~/%2Fa%00", "~/%2Fa%7F", "~/%2Fa%1F", "~/%2Fa%09b",
        "~/%2Fa%01",
        "~/a/b%0Ac", "~/a/b%0D%0Ac", "~/a/b%00c", "~/a%00", "~/a%0a", "~/%2Fx%3Fa%0D%0A", "~/%2Fx%3Fa%00",
    ].map(refused)

    // MARK: - SDKs

    private static func sdk(_ agent: String, _ target: String, as arrival: String) -> ConformanceCase {
        .forwarded(
            "\(agent) \(target)", message("GET \(target) HTTP/1.1", ["User-Agent: \(agent)"]),
            as: ["GET \(arrival) HTTP/1.1", "User-Agent: \(agent)"])
    }

    private static let typescript = "speakeasy-sdk/typescript 2.0.1 2.1.0 1.0 @unified-api/typescript-sdk"
    private static let csharp = "speakeasy-sdk/csharp 0.50.0 2.1.0 1.0 UnifiedTo"
    private static let java = "speakeasy-sdk/java 0.36.0 2.1.0 1.0 to.unified.unified_java_sdk"

    static let sdks: [ConformanceCase] = [
        sdk("speakeasy-sdk/python 0.50.0 2.1.0 1.0 unified-python-sdk", "~//v2/customers", as: "/v2/customers"),
        sdk("speakeasy-sdk/go 0.36.0 2.1.0 1.0 unified-go-sdk", "~//v2/customers?a=b", as: "/v2/customers?a=b"),
        sdk("speakeasy-sdk/php 0.50.0", "~//v2/customers", as: "/v2/customers"),
        sdk("speakeasy-sdk/ruby 0.50.0", "~//v2/customers", as: "/v2/customers"),
        sdk(typescript, "~/%2Fv2%2Fcustomers", as: "/v2/customers"),
        sdk(java, "~/%2Fv2%2Fcustomers", as: "/v2/customers"),
        sdk(csharp, "~/%2Fv2%2Fcustomers", as: "/v2/customers"),
        sdk(
            typescript, "~/services%2Fdata%2Fv62.0%2Fsobjects%2FAccount%2F",
            as: "/services/data/v62.0/sobjects/Account/"),
        sdk(typescript, "~/customers%20new", as: "/customers%20new"),
        sdk(typescript, "~/customers%3Fa%3Db", as: "/customers?a=b"),
        sdk(typescript, "~/customers%3Fa%3Db?c=d", as: "/customers?a=b&c=d"),
        sdk(typescript, "~/a%252Fb", as: "/a%2Fb"),
        sdk(typescript, "~/a%2525", as: "/a%25"),
        sdk(typescript, "~/%7BobjectType%7D", as: "/%7BobjectType%7D"),
        sdk(typescript, "~/v2/a%3Fb", as: "/v2/a%3Fb"),
        sdk(csharp, "~/customers%3Fa%3Db", as: "/customers?a=b"),
        sdk(java, "~/customers%3Fa%3Db", as: "/customers?a=b"),
        sdk("speakeasy-sdk/python 1", "~/customers%3Fa%3Db", as: "/customers%3Fa%3Db"),
        sdk("speakeasy-sdk/go 1", "~/customers%3Fa%3Db", as: "/customers%3Fa%3Db"),
        sdk("curl/8.0", "~/customers%3Fa%3Db", as: "/customers%3Fa%3Db"),
        sdk("x speakeasy-sdk/typescript", "~/customers%3Fa%3Db", as: "/customers%3Fa%3Db"),
        .refused(
            "typescript dots", 400, "path_invalid", message("GET ~/%2E%2E HTTP/1.1", ["User-Agent: \(typescript)"])),
        .refused(
            "typescript line feed", 400, "path_invalid", message("GET ~/a%0A HTTP/1.1", ["User-Agent: \(typescript)"])),
    ]
}
