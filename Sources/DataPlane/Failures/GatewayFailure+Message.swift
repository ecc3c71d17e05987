//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension GatewayFailure {
    /// One or two sentences for the developer: what happened and what to do.
    package var message: StaticString {
        switch self.source {
        case .caller: self.callerMessage
        case .gateway, .upstream: self.serverMessage
        }
    }

    private var callerMessage: StaticString {
        switch self {
        case .pathInvalid: "The path has a dot segment, a control character or a byte that may not stand in a URL."
        case .headerInvalid: "The request is malformed."
        case .domainInvalid: "__domain must be one host, host and port, or https URL."
        case .apiKeyMissing: "Send your API key in the Authorization header."
        case .apiKeyInvalid: "The API key is not known here. It may have been revoked."
        case .connectionUnauthorized:
            "The connection's credential cannot be used. The customer must reconnect: re-authorise the connection."
        case .keyNotPermitted: "The API key may not make this call."
        case .domainNotAllowed: "__domain names a host that may not be sent this connection's credential."
        case .connectionPaused: "The connection is paused. Set is_paused to false to use it again."
        case .connectionNotFound: "There is no such connection in this workspace."
        case .routeNotFound: "There is nothing at this path. Calls go to /passthrough/{connection_id}/{path}."
        case .methodNotAllowed: "The method is not served here."
        case .bodyTooLarge: "The body is larger than this server is configured to pass on."
        case .headersTooLarge: "The head of the request is larger than this server accepts."
        default: "Too many requests. Wait as Retry-After says."
        }
    }

    private var serverMessage: StaticString {
        switch self {
        case .upgradeUnsupported: "Upgrade: websocket is not supported."
        case .upstreamUnreachable:
            "The upstream could not be reached: its name does not resolve or it refuses channels."
        case .egressDenied:
            "The upstream's address is private or reserved. The operator can allow it with --allow-upstream HOST:PORT."
        case .upstreamTLSFailed: "The upstream's certificate or TLS handshake was not acceptable."
        case .upstreamProtocolError: "The upstream's response is not valid HTTP/1.1."
        case .upstreamClosedEarly: "The upstream closed its channel before its response was complete."
        case .overloaded: "The server has too much to do. Try again shortly."
        case .storeUnavailable:
            "The store cannot be read, or the vendor gives no fresh token just now. Try again shortly."
        case .shuttingDown: "The server is shutting down. Try again shortly."
        case .upstreamTimeout: "The upstream did not respond in time."
        default: "The upstream did not accept a channel in time."
        }
    }
}
