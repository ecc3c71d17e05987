//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why the answer is ours and not the vendor's (CONTRACT 1.7).
///
/// No payload: safe as a metric label and in a log.
package enum GatewayFailure: UInt8, Error, CaseIterable, Sendable {
    case pathInvalid
    case headerInvalid
    case domainInvalid
    case apiKeyMissing
    case apiKeyInvalid
    case connectionUnauthorized
    case keyNotPermitted
    case domainNotAllowed
    case connectionPaused
    case connectionNotFound
    case routeNotFound
    case methodNotAllowed
    case bodyTooLarge
    case headersTooLarge
    case rateLimited
    case upgradeUnsupported
    case upstreamUnreachable
    case egressDenied
    case upstreamTLSFailed
    case upstreamProtocolError
    case upstreamClosedEarly
    case overloaded
    case storeUnavailable
    case shuttingDown
    case upstreamTimeout
    case connectTimeout
}

extension GatewayFailure {
    /// Whose fault it is.
    enum Source: String, Sendable {
        case caller
        case gateway
        case upstream
    }

    var source: Source {
        switch self.status {
        case 400..<500: .caller
        case 502, 504: .upstream
        default: .gateway
        }
    }

    package var status: Int {
        switch self {
        case .pathInvalid, .headerInvalid, .domainInvalid: 400
        case .apiKeyMissing, .apiKeyInvalid, .connectionUnauthorized: 401
        case .keyNotPermitted, .domainNotAllowed, .connectionPaused: 403
        case .connectionNotFound, .routeNotFound: 404
        case .methodNotAllowed: 405
        case .bodyTooLarge: 413
        case .rateLimited: 429
        case .headersTooLarge: 431
        case .upgradeUnsupported: 501
        case .upstreamUnreachable, .egressDenied, .upstreamTLSFailed, .upstreamProtocolError, .upstreamClosedEarly: 502
        case .overloaded, .storeUnavailable, .shuttingDown: 503
        case .upstreamTimeout, .connectTimeout: 504
        }
    }

    /// The reason phrase of `status`, which is also the `error` member of the answer.
    package var reason: StaticString {
        switch self.status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 413: "Content Too Large"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        default: "Gateway Timeout"
        }
    }

    /// The stable code, as in `Passthrough-Error`.
    package var code: StaticString {
        switch self {
        case .pathInvalid: "path_invalid"
        case .headerInvalid: "header_invalid"
        case .domainInvalid: "domain_invalid"
        case .apiKeyMissing: "api_key_missing"
        case .apiKeyInvalid: "api_key_invalid"
        case .connectionUnauthorized: "connection_unauthorized"
        case .keyNotPermitted: "key_not_permitted"
        case .domainNotAllowed: "domain_not_allowed"
        case .connectionPaused: "connection_paused"
        case .connectionNotFound: "connection_not_found"
        case .routeNotFound: "route_not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .bodyTooLarge: "body_too_large"
        case .headersTooLarge: "headers_too_large"
        case .rateLimited: "rate_limited"
        case .upgradeUnsupported: "upgrade_unsupported"
        case .upstreamUnreachable, .egressDenied: "upstream_unreachable"
        case .upstreamTLSFailed: "upstream_tls_failed"
        case .upstreamProtocolError: "upstream_protocol_error"
        case .upstreamClosedEarly: "upstream_closed_early"
        case .overloaded, .storeUnavailable: "overloaded"
        case .shuttingDown: "shutting_down"
        case .upstreamTimeout: "upstream_timeout"
        case .connectTimeout: "connect_timeout"
        }
    }

    /// Seconds for `Retry-After`, where waiting helps.
    package var retryAfter: Int? { self.status == 503 || self.status == 429 ? 1 : nil }
}
