//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
package import Hummingbird
package import Logging

/// The management API as a service on a Unix socket.
///
/// The data plane owns the public address and forwards here whatever is not `/passthrough/…` (DESIGN section 1). Whoever
/// can open the socket is trusted to have set the internal header fields, so `socketPath` lies in a directory of mode 0700.
/// A socket left over from an earlier run is replaced. `onRunning` is called when the socket accepts.
package func managementApplication(
    socketPath: String, services: ManagementServices, logger: Logger,
    onRunning: @escaping @Sendable () async -> Void = {}
) -> some ApplicationProtocol {
    Application(
        router: buildRouter(services: services),
        configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socketPath)),
        onServerRunning: { _ in await onRunning() },
        logger: logger)
}

/// Every route of the management API, with what surrounds them.
package func buildRouter(services: ManagementServices) -> Router<ManagementContext> {
    let authorizations = AuthorizationRoutes(
        authorizations: services.authorizations, reauthorizations: services.reauthorizations)
    let open =
        [healthEndpoint] + authorizations.open + HostedPagesRoutes(authorizations: services.authorizations).endpoints
        + IntegrationRoutes(services: services).openEndpoints
    let closed =
        ConnectionRoutes(services: services).endpoints
        + IntegrationRoutes(services: services).endpoints
        + ActivationRoutes(services: services).endpoints
        + MetricsRoute(metrics: services.metrics).endpoints
        + UnimplementedRoutes(collection: "issue").endpoints
        + UnimplementedRoutes(collection: "webhook").endpoints
        + authorizations.closed
        + APICallRoutes(calls: services.platform.calls).endpoints
        + NotificationRoutes(notifications: services.platform.notifications, integrations: services.integrations)
        .endpoints
        + EnvironmentRoutes(environments: services.platform.environments).endpoints
        + WorkspaceRoutes(settings: services.platform.settings).endpoints

    let router = Router(context: ManagementContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: RequestIdentityMiddleware(now: services.now, makeRequestID: services.makeRequestID))
    router.add(middleware: FailureMiddleware(known: KnownPaths(open + closed)))
    router.register(open)
    router.group().add(middleware: AuthenticationMiddleware(access: services.access)).register(closed)
    return router
}
