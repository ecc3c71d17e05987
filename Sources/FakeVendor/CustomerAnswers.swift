//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// `/v2/customers`, the path of the guide's first examples.
struct CustomerAnswers {
    let records: VendorRecords

    private struct Page: Encodable {
        var data: [Customer]
        /// The caller's `x-api-version`, so that a demo can see it arrive.
        var apiVersion: String?

        enum CodingKeys: String, CodingKey {
            case data
            case apiVersion = "api_version"
        }
    }

    func respond(to request: VendorRequest) async throws -> Response {
        guard request.segments == ["v2", "customers"] else {
            return .json(VendorError(error: "not_found"), status: .notFound)
        }
        switch request.method {
        case .get, .head:
            let version = request.headers[HTTPField.Name("x-api-version")]
            return .json(Page(data: self.records.customers, apiVersion: version))
        case .post:
            return .json(self.records.add(try await request.decode(Customer.self)), status: .created)
        default:
            return .json(VendorError(error: "method_not_allowed"), status: .methodNotAllowed)
        }
    }
}
