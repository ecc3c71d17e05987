//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The connections that the tables speak of; one document of an import file each.
enum Account: Int, CaseIterable, Sendable {
    /// The credential is `Authorization: Bearer …`.
    case bearer = 1
    /// The base URL is `http://…/base/v1`.
    case prefixed
    /// The credential is the field `X-Api-Key`.
    case header
    /// The credential is the parameter `api_key`.
    case query
    /// The credential is `Authorization: Basic …`.
    case basic
    /// The integration wants `X-Api-Version: 2020-01-01` on every request.
    case versioned
    /// The base URL's host is `localhost`; hosts below `allowed.example` may be named by `__domain`.
    case roaming
    /// Nobody listens at the base URL.
    case unreachable
    case paused

    /// 24 hexadecimal digits.
    var id: String { "00c0ffee00000000000000" + (self.rawValue < 10 ? "0" : "") + "\(self.rawValue)" }

    /// A line of an import file.
    func document(vendor: UInt16, closed: UInt16) -> String {
        let port = self == .unreachable ? closed : vendor
        let base =
            "http://\(self == .roaming ? "localhost" : "127.0.0.1"):\(port)\(self == .prefixed ? "/base/v1" : "")"
        return """
            {"id":"\(self.id)","integration_type":"generic","permissions":[],"categories":[],\
            "is_paused":\(self == .paused),"auth":{"api_url":"\(base)",\
            "token":"\(self == .basic ? "user:" : "")\(Rig.credential)","meta":{\(self.meta)}}}
            """
    }

    private var meta: String {
        switch self {
        case .header: #""scheme":"header","header":"X-Api-Key""#
        case .query: #""scheme":"query","query":"api_key""#
        case .basic: #""scheme":"basic""#
        case .versioned: #""scheme":"bearer","headers":{"X-Api-Version":"2020-01-01"}"#
        case .roaming: #""scheme":"bearer","allowed_hosts":["*.allowed.example"]"#
        default: #""scheme":"bearer""#
        }
    }

    /// The field that the vendor must receive exactly once.
    var credentialField: WireFieldPair? {
        switch self {
        case .header: ("X-Api-Key", Rig.credential)
        case .query: nil
        case .basic: ("Authorization", "Basic dXNlcjpjYW5hcnktY3JlZGVudGlhbC0x")
        default: ("Authorization", "Bearer \(Rig.credential)")
        }
    }
}

typealias WireFieldPair = (name: String, value: String)
