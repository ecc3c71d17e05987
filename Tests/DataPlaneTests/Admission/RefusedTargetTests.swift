//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Testing

/// Paths that lead somewhere else than they say, and bytes that some server reads as something else (rule 6).
@Suite
struct RefusedTargetTests {
    static let dots: [String] = [
        "~/.", "~/..", "~/./", "~/../", "~/./x", "~/../x", "~/x/.", "~/x/..", "~/x/./y", "~/x/../y", "~//..", "~//./x",
        "~/x//..", "~/x/..//y", "~/%2e", "~/%2E", "~/%2e%2e", "~/%2E%2e/x", "~/.%2e/x", "~/%2e./x", "~/x/%2e%2e",
        "~/x/%2e/y", "~/..%2Fx", "~/..%2fx", "~/x%2F..", "~/x%2F..%2Fy", "~/%2F..", "~/%2F..%2Fx", "~/x%2F.%2Fy",
        "~/v2/..%2Fx", "~/v2/x%2F..", "~/v2/..%2f..%2fx", "~/..\\x", "~/x\\..", "~/x\\..\\y", "~/v2/..\\x",
        "~/..%5Cx", "~/..%5cx", "~/v2/x%5C..", "~/%2F..%5Cx", "~/..;/x", "~/..;a=b/x", "~/.;x/y", "~/%2e%2e;x/y",
        "~/..%3Bx/y", "~/x/..;", "~/%2F%252e%252e%2Fx", "~/%2Fx%2F%252e%252e", "~/%2Fa%2F..%3Fb%3Dc",
        "~/%2Fa%2F..%23", "~/..?a=b", "~/x/..?a=b", "~/%2F%252e%252e%255cx",
    ]

    static let controls: [String] = [
        "~/%00", "~/x%00", "~/x/%00/y", "~/x/%0a", "~/x/%0A", "~/x/%0d%0a", "~/%2Fx%0D%0A", "~/%2Fx%00", "~/%2Fx%09",
        "~/%2Fx%7F", "~/%2Fx%1F", "~/x/%1f", "~/x/%7f", "~/x%09y", "~/%2Fx%250a", "~/%2Fx%2500",
        "~/%2Fx%3Fa%3D%0D%0Ab", "~/%2Fx%3Fa%3D%00",
    ]

    static let fragments: [String] = ["~/x#y", "~/x/y#", "~/#", "~/x?a=b#c", "~/x?#", "~/v2/x#y?a=b"]

    @Test(arguments: dots + controls + fragments)
    func isRefused(raw: String) throws {
        #expect(try Account().target(raw) == .refused(.pathInvalid))
    }

    /// What is not refused is told by the parser, or belongs to the control plane.
    @Test(arguments: [
        "/", "/x", "/unified/connection", "/passthrough", "/passthrough/", "/passthrough?a=b", "/passthroughx/y",
        "/passthrough/?a", "/passthrough//x", "/Passthrough/a/b", "/passthrough%2Fa/b", "//passthrough/a/b",
        "/./passthrough/a/b", "/passthroug", "/x/passthrough/a/b", "~/\u{7F}", "*",
    ])
    func isNoPassthrough(raw: String) throws {
        #expect(try Account().target(raw) == .elsewhere)
    }

    /// An inner query may hold `__domain` as well; one of each is two.
    @Test(arguments: [
        "~/x?__domain=a.example&__domain=a.example", "~/%2Fx%3F__domain%3Da.example?__domain=a.example",
        "~/x?__domain=&__domain=", "~/x?__domain=a.example&%5F%5Fdomain=a.example", "~/x?__domain", "~/x?__domain=",
    ])
    func oneDomainOrNone(raw: String) throws {
        #expect(try Account().target(raw) == .refused(.domainInvalid))
    }

    /// `__domain` is taken out in each of its spellings, and nothing else is touched.
    @Test(arguments: [
        ("~/x?__domain=api.vendor.example", "/x"), ("~/x?a=b&__domain=api.vendor.example&c", "/x?a=b&c"),
        ("~/x?%5F%5Fdomain=api.vendor.example&a", "/x?a"), ("~/x?_%5fdomain=api.vendor.example&&a=%zz", "/x?&a=%zz"),
        ("~/x?%5f_d%6fmain=api.vendor.example", "/x"), ("~/x?a&__domain=api%2Evendor.example", "/x?a"),
        ("~/%2Fx%3Fa%3Db%26__domain%3Dapi.vendor.example?c=d", "/x?a=b&c=d"),
        ("~/%2Fx%3F__domain%3Dapi.vendor.example", "/x"),
    ])
    func theDomainIsNotForwarded(raw: String, sent: String) throws {
        #expect(try Account().target(raw) == .sent(sent))
    }
}
