//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Model

/// Random requests and how botocore and oauthlib sign them; made by `scripts/signing-vectors`.
struct SigningVectors: Decodable {
    /// A request to AWS.
    struct AWS: Decodable {
        let place: Int
        let request: SigningRequest
        let isStreamed: Bool
        let hasToken: Bool
        let signature: String

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            self.place = try row.decode(Int.self)
            let method = try row.decode(String.self)
            let target = try row.decode(String.self)
            let fields = try row.decode([String].self)
            let body = try row.decode(String.self)
            self.request = SigningRequest(method, target, fields, body: body, seconds: try row.decode(Int64.self))
            self.isStreamed = try row.decode(Bool.self)
            self.hasToken = try row.decode(Bool.self)
            self.signature = try row.decode(String.self)
        }
    }

    struct OAuth: Decodable {
        let place: Int
        let request: SigningRequest
        let hasToken: Bool
        let algorithm: String
        let realm: String?
        let signature: String

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            self.place = try row.decode(Int.self)
            let method = try row.decode(String.self)
            let target = try row.decode(String.self)
            let body = try row.decode(String.self)
            let isForm = try row.decode(Bool.self)
            let seconds = try row.decode(Int64.self)
            self.request = SigningRequest(
                method, target, isForm ? ["Content-Type: application/x-www-form-urlencoded"] : [], body: body,
                seconds: seconds, nonce: try row.decode(String.self))
            self.hasToken = try row.decode(Bool.self)
            self.algorithm = try row.decode(String.self)
            self.realm = try row.decode(String?.self)
            self.signature = try row.decode(String.self)
        }
    }

    /// Service, region and URL, or the URL alone.
    let places: [[String]]
    let aws: [AWS]
    let oauth: [OAuth]

    static func load() throws -> SigningVectors {
        guard let url = Bundle.module.url(forResource: "vectors", withExtension: "json") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try JSONDecoder().decode(Self.self, from: try Data(contentsOf: url))
    }
}
