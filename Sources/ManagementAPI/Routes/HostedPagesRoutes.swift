//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import HTTPTypes
import HostedPages
import Hummingbird
import Model
import NIOCore

/// What customers' browsers open: the page of a link, and where vendors send them back to.
struct HostedPagesRoutes: Sendable {
    let authorizations: AuthorizationService

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/connect/:token", self.open),
            Endpoint(.post, "/connect/:token", self.submit),
            Endpoint(.get, "/oauth/code", self.callback),
        ]
    }

    @Sendable private func open(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let visit = Visit(request, self.authorizations)
        return await visit.answer { () throws(AuthorizationError) in
            let method = QueryString(request.uri.query).text("method").flatMap { Int($0) }
            return try await self.authorizations.open(try Self.token(context), method: method, browser: visit.browser)
        }
    }

    /// A body that is no form has no nonce, and is refused like a form of another browser.
    @Sendable private func submit(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let visit = Visit(request, self.authorizations)
        let form = QueryString(String(decoding: try await formBody(of: request), as: UTF8.self))
        return await visit.answer { () throws(AuthorizationError) in
            try await self.authorizations.submit(try Self.token(context), form.pairs, browser: visit.browser)
        }
    }

    @Sendable private func callback(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let visit = Visit(request, self.authorizations)
        let query = QueryString(request.uri.query)
        return await visit.answer { () throws(AuthorizationError) in
            try await self.authorizations.callback(query.pairs, browser: visit.browser)
        }
    }

    private static func token(_ context: ManagementContext) throws(AuthorizationError) -> Secret {
        guard let text = context.parameters.get("token"), text.utf8.count <= 100 else { throw .expired }
        return Secret(text)
    }
}

/// Of a form with a key file in it; larger ones are refused.
private let maximumFormBytes = 262_144

private func formBody(of request: Request) async throws -> [UInt8] {
    do {
        return Array(try await request.body.collect(upTo: maximumFormBytes).readableBytesView)
    } catch is NIOTooManyBytesError {
        throw Refusal.formTooLarge
    } catch let error as CancellationError {
        throw error
    } catch {
        throw Refusal.bodyInvalid("The body breaks off.")
    }
}
