//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// A request of our own to a vendor: for a token, a probe, a look-up, a webhook.
///
/// Bodies and field values may hold credentials, so both are secrets.
package struct OutgoingRequest: Sendable {
    package var method: String
    package var url: OutgoingURL
    package var headers: [CredentialField] = []
    package var body: Secret?
    /// From the beginning to the last byte of the answer.
    package var timeout = Duration.seconds(20)
    /// Answers with longer bodies are refused, in bytes.
    package var mostBytes = 1 << 20

    package init(method: String, url: OutgoingURL) {
        self.method = method
        self.url = url
    }
}

/// An answer as it came: nothing is followed, decoded or believed.
package struct OutgoingAnswer: Sendable {
    package var status: Int
    /// In their order, lines of one name apart; names in lower case.
    package var headers: [(name: String, value: String)]
    package var body: Secret

    package init(status: Int, headers: [(name: String, value: String)], body: Secret) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the only line of that name, given in lower case.
    package func header(_ name: String) -> String? {
        let values = self.headers.filter { $0.name == name }
        return values.count == 1 ? values[0].value : nil
    }
}

extension OutgoingRequest {
    /// The request as it is sent; `nil` when a name or a value could be read as something else.
    ///
    /// One exchange a channel: `Connection: close`. The answer is wanted as it is: `Accept-Encoding: identity`.
    var wireBytes: [UInt8]? {
        guard Self.isToken(self.method), self.method != "CONNECT" else { return nil }
        var bytes = Array("\(self.method) \(self.url.target) HTTP/1.1\r\nHost: \(self.url.authority)\r\n".utf8)
        let names = self.headers.map { $0.name.lowercased() }
        if !names.contains("user-agent") { bytes += Array("User-Agent: Passthrough\r\n".utf8) }
        bytes += Array("Accept-Encoding: identity\r\nConnection: close\r\n".utf8)
        for header in self.headers {
            let value = header.value.revealBytes()
            guard Self.isToken(header.name), !Self.framing.contains(header.name.lowercased()),
                value.allSatisfy({ (0x20...0x7E).contains($0) })
            else { return nil }
            bytes += Array(header.name.utf8) + Array(": ".utf8) + value + Array("\r\n".utf8)
        }
        let body = self.body?.revealBytes()
        if let body { bytes += Array("Content-Length: \(body.count)\r\n".utf8) }
        return bytes + Array("\r\n".utf8) + (body ?? [])
    }

    private static let framing: Set<String> = [
        "host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect",
        "accept-encoding", "keep-alive", "proxy-authorization",
    ]

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
