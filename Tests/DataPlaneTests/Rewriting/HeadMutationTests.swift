//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing
import Wire

/// Random heads, both ways: what leaves is exactly one head, with nothing in it that must stay.
@Suite
struct HeadMutationTests {
    static let requestNames = [
        "Accept", "X-A", "x-b", "Authorization", "authorization", "AUTHORIZATION", "Cookie", "Connection", "connection",
        "Keep-Alive", "TE", "Upgrade", "Expect", "HTTP2-Settings", "Proxy-Authorization", "Proxy-Connection",
        "Passthrough-Timeout", "passthrough-request-id", "Content-Type", "content-type", "X-Api-Key", "x-API-key",
        "Trailer", "X_Api_Key", "User-Agent", "X-Forwarded-For", "Content-Length", "Transfer-Encoding",
    ]

    static let responseNames = [
        "Date", "ETag", "Link", "link", "X-A", "Connection", "connection", "Keep-Alive", "Upgrade",
        "Proxy-Authenticate",
        "Passthrough-Error", "passthrough-request-id", "X-Response-Time", "x-endapi-response-time",
        "X-UNIFIED-Response-Time", "Location", "Set-Cookie", "set-cookie", "Content-Type", "Trailer", "Content-Length",
        "Transfer-Encoding", "Content-Encoding",
    ]

    static let values = [
        "", "a", "chunked", "0", "5", "close", "keep-alive", "x-a, close", "X-B , ,x-api-key", "authorization, cookie",
        "a  b\tc",
        "pt_caller", "Bearer pt_caller", "100-continue", "/y", "https://api.vendor.example/y", "a=b; Path=/; Domain=x",
        "\u{E9}", "te, trailers", "location, set-cookie", "text/plain",
    ]

    static func fields(_ names: [String], _ random: inout Seeded) -> [(name: String, value: String)] {
        (0..<random.below(12)).map { _ in (random.pick(names), random.pick(Self.values)) }
    }

    static func text(_ line: String, _ fields: [(name: String, value: String)]) -> String {
        line + "\r\n" + fields.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n"
    }

    /// Names that the `Connection` fields give.
    static func named(_ fields: [(name: String, value: String)]) -> Set<String> {
        let values = fields.filter { $0.name.lowercased() == "connection" }.map(\.value)
        return Set(
            values.joined(separator: ",").split(separator: ",").map {
                String($0.filter { $0 != " " && $0 != "\t" }.lowercased())
            })
    }

    static let neverUp: Set<String> = [
        "connection", "keep-alive", "te", "upgrade", "expect", "http2-settings", "proxy-authorization",
        "proxy-connection",
    ]

    static let neverDown: Set<String> = ["keep-alive", "upgrade", "proxy-authenticate", "passthrough-error"]

    @Test(arguments: [1, 2] as [UInt64])
    func whatGoesUpIsOneCleanHead(seed: UInt64) throws {
        var random = Seeded(seed)
        var account = Account()
        account.headers = [CredentialField(name: "X-Api-Key", value: Secret(Account.canary))]
        account.staticHeaders = [StaticHeader(name: "X-A", value: "static")]
        let prepared = try account.prepared()
        var parser = RequestHeadParser()
        var sent = 0
        for _ in 0..<50_000 {
            let fields = Self.fields(Self.requestNames, &random)
            let request = Self.text("POST /passthrough/\(Account.id)/x HTTP/1.1\r\nHost: gateway", fields)
            guard case .head(let head) = account.send(Array(request.utf8), prepared) else { continue }
            sent += 1
            let bytes = Array(head.utf8)
            guard case .complete(let parsed) = parser.parse(bytes.span), parsed.end == bytes.count else {
                Issue.record("not one head: \(head)")
                continue
            }
            try Self.checkUp(Self.fields(of: head), fields, head)
        }

        #expect(sent > 5_000)
    }

    static func checkUp(
        _ sent: [(name: String, value: String)], _ fields: [(name: String, value: String)], _ head: String
    ) throws {
        let named = Self.named(fields)
        let framing: Set<String> = ["content-length", "transfer-encoding"]
        try #require(sent.first?.name == "Host" && sent.first?.value == "api.vendor.example", "\(head)")
        try #require(sent.count { $0.name.lowercased() == "host" } == 1, "\(head)")
        try #require(sent.filter { $0.name.lowercased() == "x-api-key" }.map(\.value) == [Account.canary], "\(head)")
        try #require(sent.count { $0.name.lowercased() == "content-type" } <= 1, "\(head)")
        try #require(!sent.contains { Self.neverUp.contains($0.name.lowercased()) }, "\(head)")
        try #require(!sent.contains { $0.name.lowercased() == "authorization" }, "\(head)")
        try #require(!sent.contains { $0.name.lowercased().hasPrefix("passthrough-") }, "\(head)")
        // What is left is the caller's own, in order and case, but for what must stay.
        let kept = sent.dropFirst().filter { $0.value != Account.canary && $0.value != "static" }
        let lastType = fields.last { $0.name.lowercased() == "content-type" }
        let due = fields.filter { field in
            let name = field.name.lowercased()
            if framing.contains(name) { return true }
            if Self.neverUp.contains(name) || name == "authorization" || name == "x-api-key" { return false }
            if name.hasPrefix("passthrough-") || named.contains(name) { return false }
            return name != "content-type" && (name != "cookie" || !field.value.isEmpty)
        }
        try #require(
            kept.filter { $0.name.lowercased() != "content-type" }.map { "\($0.name):\($0.value)" }
                == due.map { "\($0.name):\($0.value)" }, "\(head)")
        let type = kept.first { $0.name.lowercased() == "content-type" }
        try #require(type?.value == (named.contains("content-type") ? nil : lastType?.value), "\(head)")
    }

    @Test(arguments: [1, 2] as [UInt64])
    func whatGoesDownIsOneCleanHead(seed: UInt64) throws {
        var random = Seeded(seed)
        let account = Account()
        var parser = ResponseHeadParser()
        var sent = 0
        for _ in 0..<30_000 {
            let status = random.pick([200, 201, 204, 301, 302, 304, 404, 500, 103])
            let fields = Self.fields(Self.responseNames, &random)
            guard let lines = try? account.receiveWhole(Self.text("HTTP/1.1 \(status) X", fields)) else { continue }
            sent += 1
            let head = lines.map { $0 + "\r\n" }.joined() + "\r\n"
            let bytes = Array(head.utf8)
            guard case .complete(let parsed) = parser.parse(bytes.span, toHead: false), parsed.end == bytes.count,
                parsed.status == status
            else {
                Issue.record("not one head: \(head)")
                continue
            }
            try Self.checkDown(Self.fields(of: head), fields, status: status)
        }

        #expect(sent > 3_000)
    }

    static func checkDown(
        _ sent: [(name: String, value: String)], _ fields: [(name: String, value: String)], status: Int
    ) throws {
        let names = sent.map { $0.name.lowercased() }
        let named = Self.named(fields)
        for name in ["x-response-time", "x-endapi-response-time", "x-unified-response-time", "passthrough-request-id"] {
            try #require(names.count { $0 == name } == (status < 200 ? 0 : 1), "\(sent)")
        }
        try #require(!names.contains { Self.neverDown.contains($0) || $0 == "connection" }, "\(sent)")
        try #require(names.count { $0 == "content-length" || $0 == "transfer-encoding" } <= 1, "\(sent)")
        if status == 204 || status < 200 {
            try #require(!names.contains("content-length") && !names.contains("transfer-encoding"), "\(sent)")
        }
        for field in sent where field.name.lowercased() == "set-cookie" {
            try #require(field.value.contains("Path=~/") && !field.value.contains("Domain"), "\(sent)")
        }
        let touched: Set<String> = [
            "location", "set-cookie", "content-length", "transfer-encoding", "x-response-time",
            "x-endapi-response-time",
            "x-unified-response-time", "passthrough-request-id", "passthrough-error", "connection",
        ]
        let isDue = { (field: (name: String, value: String)) -> Bool in
            let name = field.name.lowercased()
            return !touched.contains(name) && !Self.neverDown.contains(name) && !named.contains(name)
        }
        try #require(
            sent.filter(isDue).map { "\($0.name):\($0.value)" } == fields.filter(isDue).map { "\($0.name):\($0.value)" }
        )
    }

    static func fields(of head: String) -> [(name: String, value: String)] {
        head.split(separator: "\r\n").dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            return (String(parts[0]), String(value))
        }
    }
}
