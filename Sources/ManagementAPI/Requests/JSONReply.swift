//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import HTTPTypes
import Hummingbird

extension Response {
    /// Absent members are left out, because `Encodable` synthesis does so.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(value)
        // Exactly this: some SDKs compare the whole field.
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension HTTPFields {
    /// A name that is not a token is left out.
    mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        self[name] = value
    }

    func values(of name: String) -> [String] {
        guard let name = HTTPField.Name(name) else { return [] }
        return self[values: name]
    }
}
