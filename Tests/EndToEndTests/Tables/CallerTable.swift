//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Who may call, and what becomes of the key (CONTRACT 1.1).
enum CallerTable {
    private static func request(_ target: String, _ fields: [String]) -> String {
        rawMessage(["GET \(target) HTTP/1.1", "Host: gateway.example"] + fields)
    }

    private static func known(_ name: String, _ fields: String...) -> ConformanceCase {
        .forwarded(name, request("~/x", fields), as: ["GET /x HTTP/1.1"])
    }

    private static func unknown(_ name: String, _ code: String, _ fields: String...) -> ConformanceCase {
        .refused(name, 401, code, request("~/x", fields))
    }

    static let known: [ConformanceCase] = [
        known("the key alone", "Authorization: {K}"),
        known("Bearer", "Authorization: Bearer {K}"),
        known("bearer", "Authorization: bearer {K}"),
        known("name in lower case", "authorization: {K}"),
        known("name in upper case", "AUTHORIZATION: Bearer {K}"),
        known("name in odd case", "aUTHORIZATION: bearer {K}"),
        known("no blank after the colon", "Authorization:{K}"),
        known("blanks around", "Authorization: \t {K} \t"),
        known("ours first, then another", "Authorization: {K}", "Authorization: Bearer other"),
        known("another first, then ours", "Authorization: Bearer other", "Authorization: {K}"),
        known("Basic first, then ours", "Authorization: Basic dTpw", "Authorization: Bearer {K}"),
        known("ours twice", "Authorization: {K}", "Authorization: {K}"),
        known("ours in two forms", "Authorization: {K}", "authorization: Bearer {K}"),
        known("empty first, then ours", "Authorization:", "Authorization: {K}"),
        known("named by Connection", "Authorization: {K}", "Connection: Authorization"),
    ]

    static let unknown: [ConformanceCase] = [
        unknown("no Authorization", "api_key_missing"),
        either("empty", "Authorization:"),
        either("blank", "Authorization:   "),
        either("Bearer alone", "Authorization: Bearer"),
        either("Bearer and a blank", "Authorization: Bearer "),
        unknown("another key", "api_key_invalid", "Authorization: pt_another0key0of0nobody0000000000000000000"),
        unknown("another key with Bearer", "api_key_invalid", "Authorization: Bearer canary"),
        unknown("the key without its last letter", "api_key_invalid", "Authorization: \(String(Rig.key.dropLast()))"),
        unknown("the key and a letter", "api_key_invalid", "Authorization: {K}0"),
        unknown("a letter and the key", "api_key_invalid", "Authorization: x{K}"),
        unknown("the key in upper case", "api_key_invalid", "Authorization: \(Rig.key.uppercased())"),
        unknown("the key in Basic", "api_key_invalid", "Authorization: Basic {K}"),
        unknown("the key twice in a line", "api_key_invalid", "Authorization: {K}, {K}"),
        unknown("Bearer twice", "api_key_invalid", "Authorization: Bearer Bearer {K}"),
        unknown("a key of 20 kB", "api_key_invalid", "Authorization: \(String(repeating: "k", count: 20_000))"),
        unknown("a key that is not ASCII", "api_key_invalid", "Authorization: \u{E4}\u{F6}\u{FC}"),
        unknown("two lines, neither ours", "api_key_invalid", "Authorization: a", "Authorization: b"),
        unknown("the key in another field", "api_key_missing", "X-Api-Key: {K}"),
        unknown("the key in Proxy-Authorization", "api_key_missing", "Proxy-Authorization: {K}"),
        unknown("the key in a cookie", "api_key_missing", "Cookie: Authorization={K}"),
        .refused("the key in the query", 401, "api_key_missing", request("~/x?Authorization={K}", [])),
        .refused("no key and no such connection", 401, "api_key_missing", request("\(nobody)/x", [])),
        .refused(
            "another key and no such connection", 401, "api_key_invalid", request("\(nobody)/x", ["Authorization: a"])),
    ]

    private static let nobody = "/passthrough/ffffffffffffffffffffffff"

    private static func either(_ name: String, _ field: String) -> ConformanceCase {
        var entry = unknown(name, "", field)
        entry.replies[0].codes = ["api_key_missing", "api_key_invalid"]
        return entry
    }

    static let connections: [ConformanceCase] = [
        missing("\(nobody)/x"), missing(nobody), missing("/passthrough/zzzzzzzzzzzzzzzzzzzzzzzz/x"),
        missing("/passthrough/1/x"), missing("/passthrough/{C}0/x"), missing("/passthrough/{C}%2Fx"),
        missing("/passthrough/../passthrough/{C}/x"), missing("/passthrough/%30%30c0ffee/x"),
        missing("/passthrough//{C}/x"), missing("/passthrough/ {C}/x".replacing(" ", with: "%20")),
        .refused("paused", 403, "connection_paused", message("GET ~/x HTTP/1.1")).on(.paused),
        .refused("nobody listens", 502, "upstream_unreachable", message("GET ~/x HTTP/1.1")).on(.unreachable),
        .refused("another first segment", 404, "route_not_found", message("GET /Passthrough/{C}/x HTTP/1.1")),
        .refused("two slashes first", 404, "route_not_found", message("GET //passthrough/{C}/x HTTP/1.1")),
        .refused("longer first segment", 404, "route_not_found", message("GET /passthroughs/{C}/x HTTP/1.1")),
    ]

    private static func missing(_ target: String) -> ConformanceCase {
        var entry = ConformanceCase.refused(target, 404, "connection_not_found", message("GET \(target) HTTP/1.1"))
        entry.replies[0].codes.append("route_not_found")
        return entry
    }
}
