//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Ways in which a vendor says that it does not accept a credential.
enum RefusedResponse: String, CaseIterable, Sendable {
    case length = "Content-Length: 7\r\n\r\nexpired"
    case empty = "Content-Length: 0\r\n\r\n"
    case chunked = "Transfer-Encoding: chunked\r\n\r\n3\r\nexp\r\n4;x=1\r\nired\r\n0\r\nX-Trailer: 1\r\n\r\n"
    case closing = "Content-Length: 7\r\nConnection: close\r\n\r\nexpired"
    /// The end of the channel ends it.
    case unframed = "Connection: close\r\n\r\nexpired"
    /// The rest never comes.
    case incomplete = "Content-Length: 9\r\n\r\nexpired"
    /// What stands behind it belongs to nothing.
    case followed = "Content-Length: 7\r\n\r\nexpiredHTTP/1.1 200 OK\r\n"

    static let head = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\n"
    static let plain = Self.length.text

    var text: String { Self.head + self.rawValue }

    /// Whether the channel may carry the request again.
    var keepsChannel: Bool { [.length, .empty, .chunked].contains(self) }

    /// Whether the vendor closes its channel behind it.
    var closes: Bool { self == .closing || self == .unframed }
}
