//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// `__domain` (CONTRACT 1.4): who may be named and who may not.
enum DomainTable {
    static let own: [ConformanceCase] = [
        own("127.0.0.1:{V}", .bearer), own("127.0.0.1", .bearer),
        own("127.0.0.1:{V}", .prefixed, as: "/base/v1/x"),
    ]

    private static func own(_ domain: String, _ account: Account, as path: String = "/x") -> ConformanceCase {
        .target("~/x?__domain=\(domain)", as: path, account)
    }

    private static func refused(
        _ domain: String, _ statuses: [Int], _ codes: [String], _ account: Account = .roaming
    ) -> ConformanceCase {
        ConformanceCase(
            name: "\(account) \(domain)", account: account, request: message("GET ~/x?__domain=\(domain) HTTP/1.1"),
            replies: [.init(statuses: statuses, codes: codes)])
    }

    private static func notAllowed(_ domain: String, _ account: Account = .roaming) -> ConformanceCase {
        refused(domain, [403], ["domain_not_allowed"], account)
    }

    private static func invalid(_ domain: String, _ account: Account = .roaming) -> ConformanceCase {
        refused(domain, [400], ["domain_invalid"], account)
    }

    /// Hosts that some resolver takes for an address: whatever the verdict, nothing is sent.
    private static func disguised(_ domain: String) -> ConformanceCase {
        refused(domain, [400, 403], ["domain_invalid", "domain_not_allowed"])
    }

    static let notAllowed: [ConformanceCase] = [
        notAllowed("evil.example"), notAllowed("evil.example", .bearer), notAllowed("localhost:{V}", .bearer),
        notAllowed("allowed.example"), notAllowed("xallowed.example"), notAllowed("allowed.example.evil.example"),
        notAllowed("x.allowed.example.evil.example"), notAllowed("localhost.evil.example"),
        notAllowed("evil-localhost"),
        notAllowed("https://evil.example/"), notAllowed("https://evil.example/base"),
        notAllowed("https%3A%2F%2Fevil.example"),
        notAllowed("EVIL.example"), notAllowed("evil.example."), notAllowed("127.0.0.2"), notAllowed("10.0.0.1"),
        notAllowed("169.254.169.254"), notAllowed("metadata.google.internal"), notAllowed("xn--bcher-kva.example"),
        .refused(
            "in an encoded path", 403, "domain_not_allowed", message("GET ~/%2Fx%3F__domain%3Devil.example HTTP/1.1")),
        .refused(
            "with a spelled name", 403, "domain_not_allowed", message("GET ~/x?%5F%5Fdomain=evil.example HTTP/1.1")),
        .refused(
            "with a body", 403, "domain_not_allowed",
            message("POST ~/x?__domain=evil.example HTTP/1.1", ["Content-Length: 3"], "abc")),
    ]

    static let invalid: [ConformanceCase] = [
        invalid(""), invalid("&a=b"), invalid("localhost:{V}&__domain=localhost:{V}"),
        invalid("localhost:{V}&a=b&%5F%5Fdomain=evil.example"),
        invalid("http://localhost:{V}"), invalid("ftp://localhost:{V}"), invalid("file:///etc/passwd"),
        invalid("HTTP://localhost:{V}"),
        invalid("javascript:alert(1)"), invalid("https://user@localhost:{V}"),
        invalid("https://user:pass@localhost:{V}"),
        invalid("user@localhost:{V}"), invalid("localhost:{V}@evil.example"),
        invalid("https://localhost:{V}@evil.example"),
        invalid("https://evil.example%23@localhost:{V}"), invalid("localhost:1"), invalid("localhost:0"),
        invalid("localhost:65536"),
        invalid("localhost:-1"), invalid("localhost:"), invalid("localhost:80x"), invalid("localhost:{V}:80"),
        invalid("https://"),
        invalid("https:///x"), invalid("//localhost:{V}"), invalid("local%20host"), invalid("local%00host"),
        invalid("local%0D%0Ahost"),
        invalid("localhost:{V}%0D%0AX:%20y"), invalid("localhost:{V}%23"), invalid("https://localhost:{V}/a?b=c"),
        invalid("https://localhost:{V}/../x"), invalid(".localhost"), invalid("a..b"), invalid("."),
        invalid("*.allowed.example"),
        invalid("https:localhost"), invalid("localhost\\evil.example"), invalid("[::1"), invalid("%"), invalid("a%zz"),
        invalid(String(repeating: "a", count: 300)),
    ]

    static let disguised: [ConformanceCase] = [
        "2130706433:{V}", "0x7f000001:{V}", "0x7f.0.0.1:{V}", "0177.0.0.1:{V}", "127.1:{V}", "127.0.1:{V}",
        "127.000.000.001:{V}",
        "[::1]:{V}", "[::ffff:127.0.0.1]:{V}", "[::ffff:7f00:1]:{V}", "[0:0:0:0:0:ffff:127.0.0.1]:{V}", "0:{V}",
        "0.0.0.0:{V}",
        "127.0.0.1%2E:{V}", "127.0.0.1.nip.io:{V}", "%EF%BC%9127.0.0.1:{V}", "%C3%A4.evil.example",
        "%E2%91%A027.0.0.1:{V}", "localhost%E3%80%82:{V}",
        "[fe80::1%25eth0]:{V}", "[64:ff9b::7f00:1]:{V}",
    ].map(disguised)
}
