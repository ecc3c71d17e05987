//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Valid messages that mutations start from: every form of first line, framing and field the codec knows.
enum Corpus {
    static let requests: [[UInt8]] = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /passthrough/5f0/v2/customers?limit=10&q=%2F%252F HTTP/1.1\r\nHost: api.example.com:8080\r\n"
            + "Authorization: Bearer canary-credential-1\r\nAccept: */*\r\nAccept-Encoding: gzip, br\r\n\r\n",
        "POST /v2/customers HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\n"
            + "Content-Length: 13\r\n\r\n{\"a\":\"b c d\"}",
        "PUT /a HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n"
            + "Expect: 100-continue\r\n\r\n5\r\nhello\r\n6;name=value\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n",
        "GET http://example.com/x?y HTTP/1.1\r\nhost: EXAMPLE.com\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n",
        "HEAD /f HTTP/1.0\r\nConnection: Keep-Alive\r\nCookie: a=b; c=d\r\n\r\n",
        "DELETE /x/ HTTP/1.0\r\n\r\n",
        "\r\nPATCH /{id}|^`\" HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nTE: trailers\r\nX-Empty:\r\n"
            + "X-Tab:\t v\t \r\n\r\n",
        "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nHTTP2-Settings: AAMA\r\n\r\n",
        "PROPFIND /d HTTP/1.1\r\nHost: x\r\nPassthrough-Retry: 1\r\nProxy-Connection: keep-alive\r\n"
            + "Keep-Alive: timeout=5\r\nContent-Length: 3\r\nContent-Type: a/b\r\nContent-Type: text/xml\r\n\r\nabc",
    ].map { Array($0.utf8) }

    static let responses: [[UInt8]] = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n"
            + "3\r\na\nb\r\n10;x=\"y\"\r\n0123456789abcdef\r\n0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nX-Response-Time: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 204 No Content\r\nX-EndApi-Response-Time: 3\r\nX-Unified-Response-Time: 4\r\n\r\n",
        "HTTP/1.1 304\r\nETag: \"a\"\r\nContent-Length: 10\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: https://example.com/a\r\nSet-Cookie: a=b; Path=/\r\nSet-Cookie: c=d\r\n"
            + "Content-Length: 0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 500 \r\nProxy-Authenticate: Basic\r\nKeep-Alive: timeout=5\r\nVary: *\r\nContent-Length: 0\r\n\r\n",
    ].map { Array($0.utf8) }

    static let chunks: [[UInt8]] = [
        "0\r\n\r\n",
        "1\r\na\r\n0\r\n\r\n",
        "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
        "00A;name=value;other=\"q;\"\r\n0123456789\r\n0;last\r\n\r\n",
        "3\r\n\r\n\r\r\n4\r\n0\r\n\r\r\n0\r\nX-Sum: abc\r\nX-Other:\r\n\r\n",
        "f\r\n5\r\nhello\r\n0\r\n\r\n..\r\n1F\r\n0123456789abcdef0123456789abcde\r\n"
            + "000\r\nServer-Timing: a\r\n\r\nGET / HTTP/1.1\r\n",
        "a;" + String(repeating: "e", count: 80) + "\r\n0123456789\r\n0\r\n\r\n",
    ].map { Array($0.utf8) }

    /// What is worth putting into a message somewhere.
    static let insertions: [[UInt8]] =
        [
            "\r\n", "\r", "\n", "\0", " ", "\t", ":", ",", ";", "\r\n\r\n", "\r\n ", "\n\n", " :", "0", "0x", "-", "+",
            "_",
            "chunked", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n",
            "Connection: close\r\n",
            "\r\nContent-Length: 0", ", chunked", ", 5", "identity", "HTTP/1.0", "0\r\n\r\n", "100-continue",
            "Trailer: a\r\n",
            "Content_Length: 1\r\n", "Upgrade: h2c\r\n", "\u{7F}", "\"", "#", "http://", "*", "CONNECT ", "[", "]", "@",
            "%",
            "FFFFFFFFFFFFFFFF", "18446744073709551616", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n",
        ].map { Array($0.utf8) } + [[0x80], [0xFF], [0xC3, 0xA9], [0x85], [0xA0], [0x0B], [0x0C], [0x1F]]
}
