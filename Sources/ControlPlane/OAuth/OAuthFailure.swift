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

    /// Nothing that happens on the way says that a credential is bad.
    package init(_ failure: OutgoingFailure) {
        switch failure {
        case .invalidRequest:
            self = .permanent(code: "request_invalid", message: "a credential holds characters that cannot be sent")
        case .unreachable: self = .transient("vendor_unreachable", "the vendor could not be reached")
        case .egressDenied:
            self = .transient("egress_denied", "the vendor's address may not be dialled; see --allow-upstream")
        case .tlsFailed: self = .transient("tls_failed", "the vendor's certificate could not be verified")
        case .timedOut: self = .transient("timed_out", "the vendor did not answer in time")
        case .protocolError: self = .transient("protocol_error", "the vendor's answer is not HTTP")
        case .closedEarly: self = .transient("closed_early", "the vendor closed before its answer was whole")
        case .answerTooLarge: self = .transient("answer_too_large", "the vendor's answer is too large")
        case .cancelled: self = .transient("cancelled", "the request was given up")
        }
    }

    static func transient(_ code: String, _ message: String) -> OAuthFailure {
        .transient(code: code, message: message, retryAfter: nil)
    }

    static func missing(_ name: String) -> OAuthFailure {
        .permanent(code: "value_missing", message: "\(name) is missing")
    }

    static func malformed(_ message: String) -> OAuthFailure {
        .permanent(code: "answer_malformed", message: message)
    }
}
