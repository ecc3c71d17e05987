//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// `Location` and `Set-Cookie` (CONTRACT 1.6).
enum RewriteTable {
    private static func field(_ status: Int, _ sent: String, as left: String, _ account: Account = .bearer)
        -> ConformanceCase
    {
        var entry = ConformanceCase.forwarded(
            "\(status) \(account) \(sent)", message("GET ~/x HTTP/1.1"),
            as: ["GET \(account == .prefixed ? "/base/v1" : "")/x HTTP/1.1"]
        ).on(account)
        entry.rawScript = "HTTP/1.1 \(status) X\r\n\(sent)\r\nContent-Length: 0\r\n\r\n"
        entry.replies = [.init(statuses: [status], codes: [], body: "", exactly: [left])]
        return entry
    }

    private static func same(_ status: Int, _ sent: String, _ account: Account = .bearer) -> ConformanceCase {
        field(status, sent, as: sent, account)
    }

    static let locations: [ConformanceCase] =
        [301, 302, 303, 307, 308].map {
            field($0, "Location: http://127.0.0.1:{V}/y", as: "Location: ~/y")
        } + [
            field(302, "Location: http://127.0.0.1:{V}/", as: "Location: ~/"),
            field(302, "Location: http://127.0.0.1:{V}", as: "Location: ~/"),
            field(302, "Location: http://127.0.0.1:{V}/y?a=b#c", as: "Location: ~/y?a=b#c"),
            field(302, "Location: http://127.0.0.1:{V}?a=b", as: "Location: ~/?a=b"),
            field(302, "Location: HTTP://127.0.0.1:{V}/y", as: "Location: ~/y"),
            field(302, "location: http://127.0.0.1:{V}/y", as: "location: ~/y"),
            field(302, "Location: //127.0.0.1:{V}/y", as: "Location: ~/y"),
            field(302, "Location: /y", as: "Location: ~/y"),
            field(302, "Location: /y/%2F/z?a=%20", as: "Location: ~/y/%2F/z?a=%20"),
            field(302, "Location: /", as: "Location: ~/"),
            field(302, "Location: http://127.0.0.1:{V}/base/v1/y", as: "Location: ~/y", .prefixed),
            field(302, "Location: /base/v1/y", as: "Location: ~/y", .prefixed),
            same(302, "Location: https://127.0.0.1:{V}/y"), same(302, "Location: http://127.0.0.1/y"),
            same(302, "Location: http://127.0.0.1:1/y"),
            same(302, "Location: http://other.example/y"), same(302, "Location: https://other.example/y"),
            same(302, "Location: //other.example/y"),
            same(302, "Location: http://127.0.0.1:{V}.evil.example/y"),
            same(302, "Location: http://127.0.0.1:{V}@evil.example/y"),
            same(302, "Location: http://user@127.0.0.1:{V}/y"), same(302, "Location: myapp://callback"),
            same(302, "Location: mailto:a@b.example"),
            same(201, "Location: http://127.0.0.1:{V}/y"), same(201, "Location: /y"),
            same(200, "Location: http://127.0.0.1:{V}/y"),
            same(202, "Location: /y"), same(404, "Location: /y"),
            same(302, "Content-Location: http://127.0.0.1:{V}/y"), same(302, "X-Location: http://127.0.0.1:{V}/y"),
        ]

    static let cookies: [ConformanceCase] = [
        field(200, "Set-Cookie: a=b", as: "Set-Cookie: a=b; Path=~/"),
        field(200, "Set-Cookie: a=b; Path=/", as: "Set-Cookie: a=b; Path=~/"),
        field(200, "Set-Cookie: a=b; Path=/api", as: "Set-Cookie: a=b; Path=~/api"),
        field(200, "Set-Cookie: a=b; Domain=vendor.example; Path=/", as: "Set-Cookie: a=b; Path=~/"),
        field(200, "Set-Cookie: a=b; Path=/; Domain=.vendor.example", as: "Set-Cookie: a=b; Path=~/"),
        field(200, "Set-Cookie: a=b; domain=vendor.example", as: "Set-Cookie: a=b; Path=~/"),
        field(200, "Set-Cookie: a=b; path=/api; Secure; HttpOnly", as: "Set-Cookie: a=b; Secure; HttpOnly; Path=~/api"),
        field(
            200, "Set-Cookie: a=b; Max-Age=3; SameSite=None; Path=/",
            as: "Set-Cookie: a=b; Max-Age=3; SameSite=None; Path=~/"),
        field(200, "set-cookie: a=Domain=x; Path=/", as: "set-cookie: a=Domain=x; Path=~/"),
        field(
            200, "Set-Cookie: a=b; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Path=/",
            as: "Set-Cookie: a=b; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Path=~/"),
    ]
}
