//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Outgoing

/// Why there is no token.
///
/// Messages are ours: a vendor's text may hold a secret. Its error code is shown only when it is short and plain.
package enum OAuthFailure: Error, Sendable, Hashable {
    /// Asking again will not help: the customer or the operator must act.
    case permanent(code: String, message: String)
    /// The vendor could not be asked, or was busy; `retryAfter` in seconds, when it said so.
    case transient(code: String, message: String, retryAfter: Int64?)

    package var code: String {
        switch self {
        case .permanent(let code, _), .transient(let code, _, _): code
        }
    }

    package var message: String {
        switch self {
        case .permanent(_, let message), .transient(_, let message, _): message
        }
    }

    package var isPermanent: Bool {
        switch self {
        case .permanent: true
        case .transient: false
        }
    }

    package init(_ failure: OutgoingFailure) {
        self = .transient(code: "upstream_unreachable", message: "the vendor did not answer", retryAfter: nil)
    }
}

/// Why a connection's credential was not found good.
package enum ProbeFailure: Error, Sendable, Hashable {
    /// The vendor refused the credential; its status.
    case refused(status: Int)
    /// The vendor answered with neither success nor refusal; its status.
    case inconclusive(status: Int)
    case unreachable(OutgoingFailure)
    /// The connection's fields come to no request; says which, never their values.
    case incomplete(String)
}
