//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane
import HTTPTypes
import HostedPages
import Hummingbird
import Model

/// Links for customers, and tokens to authorise a connection anew (CONTRACT section 2).
struct AuthorizationRoutes: Sendable {
    let authorizations: AuthorizationService
    let reauthorizations: ReauthorizationService

    /// Needs no key: customers' browsers come here too.
    var open: [Endpoint] {
        [Endpoint(.get, "/unified/integration/auth/:workspace_id/:integration_type", self.begin)]
    }

    var closed: [Endpoint] { [Endpoint(.post, "/unified/connection/:id/reauth", self.reauthorize)] }

    @Sendable private func begin(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = QueryString(request.uri.query)
        let visit = Visit(request, self.authorizations)
        do throws(AuthorizationError) {
            let workspace = context.parameters.get("workspace_id") ?? ""
            let type = context.parameters.get("integration_type") ?? ""
            if try Self.redirects(query) {
                let location = try await self.authorizations.beginHere(
                    query.pairs, workspace: workspace, integration: type, browser: visit.browser)
                return try visit.leave(location)
            }
            let link = try await self.authorizations.begin(query.pairs, workspace: workspace, integration: type)
            return Response(
                // Exactly this type: some SDKs compare the whole field.
                status: .ok, headers: [.contentType: "text/plain", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: link)))
        } catch {
            guard visit.wantsPage else { throw error }
            return visit.refused(error)
        }
    }

    private static func redirects(_ query: QueryString) throws(AuthorizationError) -> Bool {
        do { return try query.flag("redirect") ?? false } catch { throw .invalid("redirect must be true or false") }
    }

    @Sendable private func reauthorize(_ request: Request, _ context: ManagementContext) async throws -> Response {
        guard let text = context.parameters.get("id"), let id = ConnectionID(text) else {
            throw Refusal.connectionNotFound
        }
        let made = try await self.reauthorizations.token(for: id, in: context.workspace)
        var response = try Response.json(
            API.ReauthToken(
                reauthToken: made.token.revealText(),
                expiresAt: Instant(milliseconds: made.expiresAt.milliseconds)))
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
