//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// A request as the vendor reads it: the raw target beside its parts.
///
/// No router stands before it, so that doubled slashes and escapes are seen as they were sent.
struct VendorRequest: Sendable {
    let method: HTTPRequest.Method
    /// The request target as received.
    let target: String
    /// The target up to `?`, not decoded.
    let path: String
    let query: [(name: String, value: String)]
    let headers: HTTPFields
    let host: String?
    let body: RequestBody

    init(_ request: Request) {
        let target = request.head.path ?? "/"
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = request.method
        self.target = target
        self.path = String(halves.first ?? "")
        self.query = halves.count < 2 ? [] : VendorRequest.parseQuery(halves[1])
        self.headers = request.headers
        self.host = request.head.authority
        self.body = request.body
    }

    /// The non-empty segments of the path, percent-decoded.
    var segments: [String] {
        self.path.split(separator: "/").map { $0.removingPercentEncoding() }
    }

    func parameter(_ name: String) -> String? {
        self.query.first { $0.name == name }?.value
    }

    func number(_ name: String) -> Int? {
        self.parameter(name).flatMap { Int($0) }
    }

    /// The whole body; one larger than a megabyte is refused by throwing.
    func collectBody() async throws -> [UInt8] {
        let buffer = try await self.body.collect(upTo: 1 << 20)
        return Array(buffer.readableBytesView)
    }

    private static func parseQuery(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0].removingPercentEncoding(), parts.count < 2 ? "" : parts[1].removingPercentEncoding())
        }
    }
}

extension StringProtocol {
    /// Decodes `%xx`; what is no escape stays as it is.
    func removingPercentEncoding() -> String {
        let bytes = Array(self.utf8)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
