//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Storage

/// Why an authorisation could not begin or go on; messages name parameters, never their values.
package enum AuthorizationError: Error, Equatable {
    /// A parameter cannot be used.
    case invalid(String)
    /// The workspace has no such integration, or there is no such workspace.
    case unknownIntegration
    /// The integration has to be activated in that environment first.
    case notActive
    /// The token for authorising a connection anew is unknown, used, expired, or another connection's.
    case reauthTokenInvalid
    case unknownConnection
    /// The link, or what the vendor sent back, is unknown, used or expired.
    case expired
    /// The customer began in another browser, or the browser keeps no cookies.
    case otherBrowser
    /// Another account at the vendor than the one that the connection was made for.
    case otherAccount
    /// More authorisations are under way than this server keeps.
    case tooMany
    case unavailable(StoreError)
}

extension AuthorizationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalid(let message): message
        case .unknownIntegration: "there is no such integration in this workspace"
        case .notActive: "the integration is not activated in this environment"
        case .reauthTokenInvalid: "reauth_token is unknown, used or expired, or is another connection's"
        case .unknownConnection: "there is no such connection"
        case .expired: "this link is unknown, was used, or has expired"
        case .otherBrowser: "this browser is not the one that began"
        case .otherAccount: "that is another account than before"
        case .tooMany: "too many authorisations are under way"
        case .unavailable(let error): error.description
        }
    }
}
