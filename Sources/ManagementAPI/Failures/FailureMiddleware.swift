//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import Hummingbird
import Logging

/// Turns errors into answers; the only place that does.
struct FailureMiddleware: RouterMiddleware {
    let known: KnownPaths

    func handle(
        _ request: Request, context: ManagementContext, next: (Request, ManagementContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let refusal = self.refusal(for: error, of: request) ?? .internalError
            if refusal.isOurFault { self.log(error, context: context) }
            return try refusal.response(requestID: context.requestID)
        }
    }

    private func refusal(for error: any Error, of request: Request) -> Refusal? {
        switch error {
        case let error as Refusal: error
        case let error as ConnectionError: Refusal(error)
        case let error as AuthorizationError: Refusal(error)
        case let error as APICallError: Refusal(error)
        case let error as EnvironmentError: Refusal(error)
        case let error as NotificationError: Refusal(error)
        case let error as WorkspaceSettingsError: Refusal(error)
        case let error as ActivationError: Refusal(error)
        case let error as IntegrationError: Refusal(error)
        case let error as DocumentError: .bodyInvalid(error.description)
        case let error as HTTPError where error.status == .notFound: self.notFound(request)
        case is CancellationError: .shuttingDown
        default: nil
        }
    }

    /// The router says "not found" for an unknown path and for an unknown method alike.
    private func notFound(_ request: Request) -> Refusal {
        guard let allow = self.known.allowedMethods(at: request.uri.path) else { return .routeNotFound }
        return .methodNotAllowed(allow: allow)
    }

    /// Of an unforeseen error only the type is logged: its text may quote what the caller sent.
    private func log(_ error: any Error, context: ManagementContext) {
        let reason = (error as? ConnectionError)?.description ?? "\(type(of: error))"
        context.logger.error(
            "a request failed",
            metadata: [
                "request_id": "\(context.requestID)", "route": "\(context.endpointPath ?? "")", "error": "\(reason)",
            ])
    }
}

extension Refusal {
    func response(requestID: String) throws -> Response {
        let status = HTTPResponse.Status(code: self.status, reasonPhrase: self.reason)
        var body = ErrorBody(
            statusCode: self.status, error: self.reason, message: self.message, code: self.code,
            requestID: requestID)
        if !self.faults.isEmpty { body.errors = self.faults }
        var response = try Response.json(body, status: status)
        response.headers.set("Passthrough-Error", self.code)
        for header in self.headers { response.headers.set(header.name, header.value) }
        return response
    }
}
