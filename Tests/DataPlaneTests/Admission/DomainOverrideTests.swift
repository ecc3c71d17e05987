//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// Values of `__domain` and where they lead (CONTRACT 1.4).
@Suite
struct DomainOverrideTests {
    static let base = UpstreamBase(scheme: .https, host: "api.vendor.example", port: 443, pathPrefix: "/v1")
    static let allowed: [HostPattern] = [
        HostPattern(host: "files.vendor.example"), HostPattern(host: "ported.vendor.example", port: 8443),
        HostPattern(host: "wild.example", isWildcard: true), HostPattern(host: "deep.wild.example", port: 9443),
        HostPattern(host: "203.0.113.7"), HostPattern(host: "2001:db8::7"),
    ]

    static func verdict(_ value: String, base: UpstreamBase = base) -> String {
        switch DomainOverride.destination(Array(value.utf8), base: base, allowed: Self.allowed) {
        case .success(let base): "\(base.scheme)://\(base.authority)\(base.pathPrefix)"
        case .failure(let failure): "\(failure.code)"
        }
    }

    @Test(arguments: [
        ("api.vendor.example", "https://api.vendor.example/v1"),
        ("API.Vendor.Example", "https://api.vendor.example/v1"),
        ("api.vendor.example.", "https://api.vendor.example/v1"),
        ("api.vendor.example:443", "https://api.vendor.example/v1"),
        ("api.vendor.example.:443", "https://api.vendor.example/v1"),
        ("api.vendor.example:0443", "https://api.vendor.example/v1"),
        ("https://api.vendor.example", "https://api.vendor.example/v1"),
        ("https://api.vendor.example/", "https://api.vendor.example"),
        ("https://api.vendor.example/v2", "https://api.vendor.example/v2"),
        ("https://api.vendor.example/v2/", "https://api.vendor.example/v2"),
        ("HTTPS://API.VENDOR.EXAMPLE/V2", "https://api.vendor.example/V2"),
        ("files.vendor.example", "https://files.vendor.example/v1"),
        ("FILES.vendor.example.", "https://files.vendor.example/v1"),
        ("https://files.vendor.example:443/a/b/", "https://files.vendor.example/a/b"),
        ("https://files.vendor.example/a;b=c/@d", "https://files.vendor.example/a;b=c/@d"),
        ("ported.vendor.example", "https://ported.vendor.example/v1"),
        ("ported.vendor.example:8443", "https://ported.vendor.example:8443/v1"),
        ("https://ported.vendor.example:8443/x", "https://ported.vendor.example:8443/x"),
        ("a.wild.example", "https://a.wild.example/v1"), ("a.b.wild.example", "https://a.b.wild.example/v1"),
        ("a-b_c.wild.example", "https://a-b_c.wild.example/v1"), ("A.WILD.EXAMPLE", "https://a.wild.example/v1"),
        ("deep.wild.example:9443", "https://deep.wild.example:9443/v1"),
        ("203.0.113.7", "https://203.0.113.7/v1"), ("[2001:db8::7]", "https://[2001:db8::7]/v1"),
        ("[2001:DB8::7]:443", "https://[2001:db8::7]/v1"), ("https://[2001:db8::7]/x", "https://[2001:db8::7]/x"),
    ])
    func isAdmitted(value: String, destination: String) {
        #expect(Self.verdict(value) == destination)
    }

    @Test(arguments: [
        "evil.example", "https://evil.example", "https://evil.example/v1", "vendor.example", "xapi.vendor.example",
        "api.vendor.example.evil.example", "evil-api.vendor.example", "a.api.vendor.example", "api.vendor.exampl",
        "a.files.vendor.example", "filesXvendor.example", "files-vendor.example", "wild.example", "xwild.example",
        "awild.example", "wild.example.evil.example", "a.wild.example.evil", "localhost", "127.0.0.1", "127.1", "0",
        "2130706433", "0x7f.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "203.0.113.8", "203.0.113.07",
        "[2001:db8::8]", "[2001:db8:0:0:0:0:0:7]", "metadata.google.internal", "com", "example", "a", "-",
        "api-vendor.example", "api.vendor.example..", "https://files.vendor.example.evil.example:443/",
    ])
    func isNotAllowed(value: String) {
        #expect(Self.verdict(value) == "domain_not_allowed")
    }

    @Test(arguments: [
        "", " ", "http://api.vendor.example", "HTTP://files.vendor.example", "ftp://api.vendor.example", "https:",
        "https:/api.vendor.example", "https:///api.vendor.example", "https://", "https:///", "//api.vendor.example",
        "/api.vendor.example", "api.vendor.example/", "api.vendor.example/v2", "api.vendor.example?a", "?",
        "api.vendor.example#a", "#", "https://api.vendor.example?a=b", "https://api.vendor.example#a",
        "https://api.vendor.example/v2?a=b", "https://api.vendor.example/v2#a", "user@api.vendor.example",
        "https://user@api.vendor.example", "https://user:pw@api.vendor.example/", "@api.vendor.example",
        "https://api.vendor.example@evil.example/", "https://evil.example\\@api.vendor.example",
        "api.vendor.example\\", "api.vendor.example\\.evil.example", "https://evil.example\\.api.vendor.example",
        "api.vendor.example:", "api.vendor.example:0", "api.vendor.example:65536", "api.vendor.example:99999999999",
        "api.vendor.example:-1", "api.vendor.example:+443", "api.vendor.example:a", "api.vendor.example:443:443",
        "api.vendor.example: 443", "api.vendor.example:44 3", ":443", ":", "::", "https://:443/",
        "api.vendor.example:8080", "api.vendor.example:80", "files.vendor.example:8443",
        "https://files.vendor.example:80/",
        "ported.vendor.example:8444", "a.wild.example:9443", "a.wild.example:8443", "203.0.113.7:80",
        " api.vendor.example", "api.vendor.example ", "api .vendor.example", "api.vendor.example\t",
        "api.vendor.example\n", "api.vendor.example\r\nX: y", "api.vendor.example\0", "\u{7F}api.vendor.example",
        "api..vendor.example", ".api.vendor.example", ".", "..", "api.vendor.example,evil.example",
        "*.vendor.example", "*", "*.wild.example", "api%2evendor.example", "%61pi.vendor.example",
        "api.vendor.example%00",
        "äpi.vendor.example", "ａpi.vendor.example", "api。vendor.example", "api.vendor.example%23", "{host}", "a|b",
        "[2001:db8::7", "2001:db8::7", "2001:db8::7]", "[2001:db8::7]x", "[2001:db8::7]:", "[::1%25lo]", "[::1%lo]",
        "[203.0.113.7]", "[]", "[::g]", "[v1.a]", "[[::1]]", "https://[2001:db8::7",
        "https://files.vendor.example/..", "https://files.vendor.example/../x", "https://files.vendor.example/a/../b",
        "https://files.vendor.example/.", "https://files.vendor.example/a/./b", "https://files.vendor.example/..;/b",
        "https://files.vendor.example/%2e%2e/x", "https://files.vendor.example/a%2Fb",
        "https://files.vendor.example/%41",
        "https://files.vendor.example//", "https://files.vendor.example//a", "https://files.vendor.example/a//b",
        "https://files.vendor.example/a\\b", "https://files.vendor.example/a b", "https://files.vendor.example/{a}",
        "https://files.vendor.example/a\"", "https://files.vendor.example/a\r\nb", "https://files.vendor.example/ä",
        "javascript:alert", "data:x", "file:///etc/passwd", "https://https://api.vendor.example",
        "https:api.vendor.example", "httpss://api.vendor.example", "xhttps://api.vendor.example",
        "a.example" + String(repeating: "a", count: 504), String(repeating: "a.", count: 130) + "wild.example",
    ])
    func isInvalid(value: String) {
        #expect(Self.verdict(value) == "domain_invalid")
    }

    /// The connection's own host keeps its scheme and port; another scheme goes by its own port alone.
    @Test(arguments: [
        ("crm.internal", "http://crm.internal:8080/v1"), ("crm.internal:8080", "http://crm.internal:8080/v1"),
        ("https://crm.internal/x", "https://crm.internal/x"), ("crm.internal:443", "https://crm.internal/v1"),
        ("https://crm.internal:8080/", "domain_invalid"), ("crm.internal:80", "domain_invalid"),
        ("http://crm.internal:8080/", "domain_invalid"), ("files.vendor.example", "https://files.vendor.example/v1"),
        ("files.vendor.example:8080", "domain_invalid"),
    ])
    func theOwnHostKeepsItsSchemeAndPort(value: String, destination: String) {
        let base = UpstreamBase(scheme: .http, host: "crm.internal", port: 8080, pathPrefix: "/v1")

        #expect(Self.verdict(value, base: base) == destination)
    }

    /// Whatever the value is, the host that comes out is one that was allowed.
    @Test
    func noMutationLeadsElsewhere() throws {
        var random = Seeded(11)
        let pieces = [
            "api.vendor.example", "files.vendor.example", "https://", "evil.example", "a.wild.example", ".", ":", "@",
            "/",
            "\\", "#", "?", "%2e", ":443", ":8443", "[", "]", "::1", "A", "-", "..", "//", "\t", "ä", ",",
        ]
        var admitted = 0
        for _ in 0..<200_000 {
            let value = (0..<(1 + random.below(4))).map { _ in random.pick(pieces) }.joined()
            guard
                case .success(let base) = DomainOverride.destination(
                    Array(value.utf8), base: Self.base, allowed: Self.allowed)
            else { continue }
            admitted += 1
            let isOwn = base.host == "api.vendor.example"
            try #require(isOwn || Self.allowed.contains { $0.admits(host: base.host) }, "\(value)")
            try #require(base.scheme == .https && (base.port == 443 || base.port == 8443), "\(value)")
            try #require(!base.pathPrefix.contains("..") && !base.pathPrefix.hasSuffix("/"), "\(value)")
        }

        #expect(admitted > 1_000)
    }
}
