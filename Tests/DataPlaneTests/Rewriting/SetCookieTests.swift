//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// Cookies of one connection stay with it (CONTRACT 1.6).
@Suite
struct SetCookieTests {
    typealias Row = (set: String, rewritten: String)

    static let rows: [Row] = [
        ("a=b", "a=b; Path=~/"), ("a=b; Path=/", "a=b; Path=~/"), ("a=b; Path=/api", "a=b; Path=~/api"),
        ("a=b; Path=/api/", "a=b; Path=~/api/"), ("a=b;Path=/api", "a=b; Path=~/api"),
        ("a=b; path = /api", "a=b; Path=~/api"), ("a=b; PATH=/api", "a=b; Path=~/api"), ("a=b; Path", "a=b; Path=~/"),
        ("a=b; Path=", "a=b; Path=~/"), ("a=b; Path=api", "a=b; Path=~/"), ("a=b; Path=\"/api\"", "a=b; Path=~/"),
        ("a=b; Path=//api", "a=b; Path=~/api"), ("a=b; Path=/../other", "a=b; Path=~/"),
        ("a=b; Path=/x/../../other", "a=b; Path=~/"), ("a=b; Path=/%2e%2e/other", "a=b; Path=~/"),
        ("a=b; Path=/..\\other", "a=b; Path=~/"), ("a=b; Path=/x; Path=/y", "a=b; Path=~/y"),
        ("a=b; Path=/passthrough/fedcba9876543210fedcba98/", "a=b; Path=~/passthrough/fedcba9876543210fedcba98/"),
        ("a=b; Domain=vendor.example; Path=/", "a=b; Path=~/"), ("a=b; Domain=.vendor.example", "a=b; Path=~/"),
        ("a=b; domain=gateway.example", "a=b; Path=~/"), ("a=b;DOMAIN = x;Secure", "a=b; Secure; Path=~/"),
        ("a=b; Domain", "a=b; Path=~/"), ("a=b; Domain=x; Domain=y", "a=b; Path=~/"),
        ("a=b; Secure; HttpOnly; Path=/api", "a=b; Secure; HttpOnly; Path=~/api"),
        ("a=b; Max-Age=3; SameSite=None", "a=b; Max-Age=3; SameSite=None; Path=~/"),
        ("a=b; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "a=b; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Path=~/"),
        ("a=Domain=x; Path=/", "a=Domain=x; Path=~/"), ("Domain=x", "Domain=x; Path=~/"),
        ("path=/x", "path=/x; Path=~/"),
        ("a=", "a=; Path=~/"), ("=b", "=b; Path=~/"), ("a", "a; Path=~/"), ("a=\"b c\"; Path=/", "a=\"b c\"; Path=~/"),
        ("a=b; Partitioned; Priority=High", "a=b; Partitioned; Priority=High; Path=~/"),
        ("__Secure-a=b; Secure; Path=/", "__Secure-a=b; Secure; Path=~/"),
    ]

    @Test(arguments: rows)
    func isBoundToTheConnection(row: Row) throws {
        let lines = try Account().receive("HTTP/1.1 200 OK\r\nSet-Cookie: \(row.set)\r\nContent-Length: 0\r\n\r\n")

        #expect(lines == ["HTTP/1.1 200 OK", "Set-Cookie: \(row.rewritten)", "Content-Length: 0"])
    }

    @Test(arguments: [
        ("/v1", "~/"), ("/v1/", "~/"), ("/v1/x", "~/x"), ("/v10", "~/v10"), ("/", "~/"), ("/x", "~/x"),
        ("/V1/x", "~/V1/x"),
    ])
    func thePrefixIsTakenOffThePath(path: String, rewritten: String) throws {
        var account = Account()
        account.base.pathPrefix = "/v1"
        let lines = try account.receive("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=\(path)\r\nContent-Length: 0\r\n\r\n")

        #expect(lines[1] == "Set-Cookie: a=b; Path=\(rewritten)")
    }

    @Test
    func severalCookiesKeepTheirOrderAndCase() throws {
        let lines = try Account().receive(
            "HTTP/1.1 200 OK\r\nset-cookie: a=b\r\nX: y\r\nSET-COOKIE: c=d\r\nContent-Length: 0\r\n\r\n")

        #expect(lines[1...3] == ["set-cookie: a=b; Path=~/", "X: y", "SET-COOKIE: c=d; Path=~/"])
    }

    /// No attribute in any order and spelling widens a cookie.
    @Test
    func noMutationWidensACookie() throws {
        var random = Seeded(5)
        let account = Account()
        let pieces = [
            "a=b", "Domain=x", "domain = .y", "Path=/", "Path=/z", "path=../", "Path=/..", "Secure", ";", "; ", ";;",
            " ", "=",
            "Path", "Domain", ",", "\t", "Path =/q", "Expires=Wed, 1 Jan",
        ]
        for _ in 0..<20_000 {
            let value =
                "n=v"
                + (0..<random.below(7)).map { _ in random.pick(pieces) }.joined(
                    separator: random.pick([";", "; ", ""]))
            let lines = try account.receive("HTTP/1.1 200 OK\r\nSet-Cookie: \(value)\r\nContent-Length: 0\r\n\r\n")
            let attributes = lines[1].split(separator: ";").dropFirst().map { attribute in
                attribute.split(separator: "=", omittingEmptySubsequences: false)[0].lowercased().filter {
                    $0 != " " && $0 != "\t"
                }
            }
            try #require(!attributes.contains("domain"), "\(value)")
            try #require(attributes.count { $0 == "path" } == 1, "\(value)")
            try #require(lines[1].contains("; Path=~/"), "\(value)")
        }
    }
}
