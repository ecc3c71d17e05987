//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Says what arrived: for seeing that nothing was changed on the way.
struct EchoAnswer {
    private static let shownBytes = 1 << 20
    private let request: VendorRequest

    private struct Field: Encodable {
        var name: String
        var value: String
    }

    private struct Echo: Encodable {
        var method: String
        var target: String
        var host: String?
        /// In the order and with the case of arrival, the credential left out.
        var headers: [Field]
        /// The first megabyte, as text.
        var body: String
        var bodyBase64: String
        var bodyBytes: Int

        enum CodingKeys: String, CodingKey {
            case method, target, host, headers, body
            case bodyBase64 = "body_base64"
            case bodyBytes = "body_bytes"
        }
    }

    init(_ request: VendorRequest) { self.request = request }

    func response() async throws -> Response {
        var shown: [UInt8] = []
        var count = 0
        for try await part in self.request.body {
            count += part.readableBytes
            shown.append(contentsOf: part.readableBytesView.prefix(Self.shownBytes - shown.count))
        }
        return .json(
            Echo(
                method: self.request.method.rawValue,
                target: self.request.target,
                host: self.request.host,
                headers: self.request.headers
                    .filter { $0.name != .authorization && $0.name != HTTPField.Name.apiKey }
                    .map { Field(name: $0.name.rawName, value: $0.value) },
                body: String(decoding: shown, as: UTF8.self),
                bodyBase64: FoundationEssentials.Data(shown).base64EncodedString(),
                bodyBytes: count
            ))
    }
}
