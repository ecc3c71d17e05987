//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The messages that are measured: what an SDK sends, and what a vendor with the usual fields answers.
enum Messages {
    static let connection = "0123456789abcdef01234567"

    static let request = lines(
        "GET /passthrough/\(connection)/crm/v3/objects/contacts?limit=100&after=10&archived=false HTTP/1.1",
        "Host: gateway.example:8080",
        "Authorization: Bearer pt_0123456789abcdefghijklmnopqrstuvwxyz01234567",
        "Accept: application/json",
        "Accept-Encoding: gzip, deflate, br",
        "User-Agent: vendor-sdk/2.31.0 (linux; x86_64)",
        "Content-Type: application/json",
        "X-Api-Version: 2023-06-01",
        "Connection: keep-alive")

    /// The least that a load generator sends.
    static let shortRequest = lines(
        "GET /passthrough/\(connection)/bytes/1000 HTTP/1.1",
        "Host: 127.0.0.1:8080",
        "Authorization: Bearer pt_0123456789abcdefghijklmnopqrstuvwxyz01234567")

    static let response = lines(
        "HTTP/1.1 200 OK",
        "Date: Mon, 23 Nov 2026 12:00:00 GMT",
        "Content-Type: application/json;charset=utf-8",
        "Content-Length: 1000",
        "Connection: keep-alive",
        "Server: vendor",
        "Vary: Accept-Encoding",
        "Cache-Control: no-store",
        "X-Request-Id: 6f1d3c1e-8a0b-4c57-9d8e-0a1b2c3d4e5f",
        "X-RateLimit-Remaining: 99",
        "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload")

    /// A field that is not passed on as it came.
    static let cookieResponse = lines(
        "HTTP/1.1 200 OK",
        "Content-Length: 1000",
        "Set-Cookie: session=0123456789abcdef; Path=/; Domain=vendor.example; Secure; HttpOnly")

    /// Five chunks of 200 bytes and the last one.
    static let chunks =
        [[UInt8]](repeating: Array("c8\r\n".utf8) + [UInt8](repeating: 0x78, count: 200) + [0x0D, 0x0A], count: 5)
        .flatMap { $0 } + Array("0\r\n\r\n".utf8)

    private static func lines(_ lines: String...) -> [UInt8] {
        Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
