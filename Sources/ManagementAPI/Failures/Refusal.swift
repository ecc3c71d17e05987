//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API

/// An answer of ours that is not a success: CONTRACT 1.7 and `docs/api.md`.
///
/// `message` is shown to the caller: it names members and limits, never values, which may be secret.
struct Refusal: Error {
    let status: Int
    let code: String
    let message: String
    var headers: [(name: String, value: String)] = []
    var faults: [ErrorBody.Fault] = []

    /// The status in words (RFC 9110 section 15).
    var reason: String {
        switch self.status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 429: "Too Many Requests"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        default: "Internal Server Error"
        }
    }

    /// Whether the operator has something to look at.
    var isOurFault: Bool { self.code == "internal_error" || self.code == "overloaded" }

    static let apiKeyMissing = Refusal(
        status: 401, code: "api_key_missing", message: "Send your API key in the Authorization header field.",
        headers: [("WWW-Authenticate", "Bearer")])
    static let apiKeyInvalid = Refusal(
        status: 401, code: "api_key_invalid", message: "The API key is unknown or revoked.",
        headers: [("WWW-Authenticate", "Bearer")])
    static let connectionNotFound = Refusal(
        status: 404, code: "connection_not_found", message: "There is no connection with this id.")
    static let integrationNotFound = Refusal(
        status: 404, code: "integration_not_found", message: "There is no such integration in this workspace.")
    static let integrationNotActive = Refusal(
        status: 400, code: "integration_not_active",
        message: "Activate the integration in this environment first: it needs a client of yours at the vendor.")
    static let reauthTokenInvalid = Refusal(
        status: 400, code: "reauth_token_invalid",
        message: "The reauth_token is unknown, used or expired, or is another connection's.")
    static let linkInvalid = Refusal(
        status: 400, code: "link_invalid",
        message: "The link was used, has expired, or was begun in another browser.")
    static let formTooLarge = Refusal(
        status: 413, code: "body_too_large", message: "The form is larger than 256 KiB.")
    static let integrationTaken = Refusal(
        status: 409, code: "integration_taken",
        message: "The catalogue has an integration of this type. Take another name.")
    static let routeNotFound = Refusal(
        status: 404, code: "route_not_found", message: "There is no such route in this API.")
    static let callNotFound = Refusal(
        status: 404, code: "apicall_not_found", message: "There is no call with this id in the log.")
    static let environmentNotFound = Refusal(
        status: 404, code: "environment_not_found", message: "There is no environment of this name.")
    static let bodyTooLarge = Refusal(
        status: 413, code: "body_too_large", message: "The body is larger than 1 MiB.")
    static let internalError = Refusal(
        status: 500, code: "internal_error",
        message: "The server failed to answer. Its log has the reason under this request id.")
    static let credentialUnreadable = Refusal(
        status: 500, code: "internal_error",
        message: "The connection's stored credential does not open with this installation's keys.")
    static let notImplemented = Refusal(
        status: 501, code: "not_implemented", message: "This server does not implement this call.")
    static let overloaded = Refusal(
        status: 503, code: "overloaded", message: "The store did not answer. Try again.",
        headers: [("Retry-After", "1")])
    static let tooManyLinks = Refusal(
        status: 429, code: "rate_limited",
        message: "Too many links of this workspace wait to be opened. Try again later.",
        headers: [("Retry-After", "60")])
    static let shuttingDown = Refusal(
        status: 503, code: "shutting_down", message: "The server is shutting down. Try again.",
        headers: [("Retry-After", "1")])

    static func bodyInvalid(_ message: String) -> Refusal {
        Refusal(status: 400, code: "body_invalid", message: message)
    }

    static func queryInvalid(_ message: String) -> Refusal {
        Refusal(status: 400, code: "query_invalid", message: message)
    }

    static func methodNotAllowed(allow: String) -> Refusal {
        Refusal(
            status: 405, code: "method_not_allowed", message: "This path answers \(allow) only.",
            headers: [("Allow", allow)])
    }
}
