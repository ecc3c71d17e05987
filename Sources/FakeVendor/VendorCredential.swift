//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import HTTPTypes

/// Decides whether a request carries the vendor's credential, in any of the forms that vendors ask for.
struct VendorCredential: Sendable {
    private let token: String
    private let grants: OAuthGrants

    init(_ token: String, grants: OAuthGrants) {
        self.token = token
        self.grants = grants
    }

    func admits(_ request: VendorRequest) -> Bool {
        if let authorization = request.headers[.authorization] {
            let isFixed = authorization == "Bearer \(self.token)" || authorization == "Basic \(self.basic)"
            return isFixed || self.isGranted(authorization)
        }
        return request.headers[.apiKey] == self.token || request.parameter("api_key") == self.token
    }

    private func isGranted(_ authorization: String) -> Bool {
        authorization.hasPrefix("Bearer ") && self.grants.admits(String(authorization.dropFirst(7)))
    }

    /// User `demo` with the token as password.
    private var basic: String {
        FoundationEssentials.Data("demo:\(self.token)".utf8).base64EncodedString()
    }
}

extension HTTPField.Name {
    static var apiKey: HTTPField.Name? { HTTPField.Name("X-Api-Key") }
}

extension HTTPFields {
    subscript(name: HTTPField.Name?) -> String? {
        name.flatMap { self[$0] }
    }
}
