//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Query strings: byte for byte, minus `__domain` (CONTRACT 1.3).
enum QueryTable {
    private static func kept(_ query: String, _ account: Account = .bearer) -> ConformanceCase {
        .target("~/x?\(query)", as: "/x?\(query)", account)
    }

    static let kept: [ConformanceCase] = [
        kept("a=b"), kept("a=b&a=c&a=b"), kept("b=1&a=2"), kept(""), kept("a"), kept("a="), kept("=b"), kept("&"),
        kept("&&a=b&&"),
        kept("a=b&"), kept("a=b;c=d"), kept("a=%26b%3D"), kept("a=%2F%2f"), kept("a=b%20c+d"), kept("a=/b?c"),
        kept("a=b?c=d"),
        kept("a=..%2F.."), kept("a=../.."), kept("a%5B%5D=1&a%5B%5D=2"), kept("limit=10.0"), kept("q=%E4%F6"),
        kept("a=%zz"),
        kept("a=%"), kept("a=%0D%0A"), kept("%5F=1"), kept("_=1"), kept("__domains=x"), kept("x__domain=y"),
        kept("__DOMAIN=y"),
        kept("a=__domain=y"), kept("a=1;__domain=y"), kept("a=%26__domain%3Dy"), kept("domain=y"), kept("_domain=y"),
        kept("___domain=y"), kept("__domain_=y"), kept("__domain%20=y"), kept("a=https://evil.example/"),
        kept("fields=id,name&sort=-created"), kept("$filter=a%20eq%20'b'"),
        kept("a=" + String(repeating: "b", count: 8000)),
    ]

    private static func removed(_ query: String, as left: String) -> ConformanceCase {
        var entry = ConformanceCase.target("~/x?\(query)", as: "/x\(left)", .roaming)
        entry.arrivals[0].host = "localhost:{V}"
        return entry
    }

    static let removed: [ConformanceCase] = [
        removed("__domain=localhost:{V}", as: ""),
        removed("__domain=localhost:{V}&a=b", as: "?a=b"),
        removed("a=b&__domain=localhost:{V}", as: "?a=b"),
        removed("a=b&__domain=localhost:{V}&c=d", as: "?a=b&c=d"),
        removed("a=%2F&__domain=localhost:{V}&a=%2f", as: "?a=%2F&a=%2f"),
        removed("%5F%5Fdomain=localhost:{V}&a=b", as: "?a=b"),
        removed("%5f%5fdomain=localhost:{V}&a=b", as: "?a=b"),
        removed("_%5Fdomain=localhost:{V}&a=b", as: "?a=b"),
        removed("%5F_domain=localhost:{V}&a=b", as: "?a=b"),
        removed("__dom%61in=localhost:{V}&a=b", as: "?a=b"),
        removed("%5F%5F%64%6F%6D%61%69%6E=localhost:{V}&a=b", as: "?a=b"),
        removed("__domain=localhost%3A{V}&a=b", as: "?a=b"),
        removed("__domain=LocalHost:{V}&a=b", as: "?a=b"),
        removed("__domain=localhost.:{V}&a=b", as: "?a=b"),
        removed("__domain=%6Cocalhost:{V}&a=b", as: "?a=b"),
    ]

    static let credential: [ConformanceCase] = [
        .target("~/x", as: "/x?api_key=\(Rig.credential)", .query),
        .target("~/x?a=b", as: "/x?a=b&api_key=\(Rig.credential)", .query),
        .target("~/%2Fx%3Fa%3Db", as: "/x?a=b&api_key=\(Rig.credential)", .query),
        .target("~/x?api_key=mine", as: "/x?api_key=\(Rig.credential)", .query),
        .target("~/x?a=b&api%5Fkey=mine&c=d", as: "/x?a=b&c=d&api_key=\(Rig.credential)", .query),
    ]
}
