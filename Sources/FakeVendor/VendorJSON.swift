//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The vendor's own error body; its shape differs from Passthrough's on purpose.
struct VendorError: Encodable {
    var error: String
}

extension Response {
    /// A JSON answer; a value that cannot be encoded is answered as an empty object.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var headers = headers
        headers[.contentType] = "application/json"
        let bytes: [UInt8] = (try? encoder.encode(value)).map { Array($0) } ?? Array("{}".utf8)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension VendorRequest {
    /// The body read as JSON.
    ///
    /// - Throws: `DecodingError` if it is none, and whatever reading the body throws.
    func decode<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        try JSONDecoder().decode(type, from: FoundationEssentials.Data(try await self.collectBody()))
    }
}
