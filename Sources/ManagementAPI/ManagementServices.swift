//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import ControlPlane
package import Model

/// What the routes call.
package struct ManagementServices: Sendable {
    package var connections: ConnectionService
    package var access: AccessService
    package var integrations: IntegrationService
    package var activations: ActivationService
    /// Where vendors send customers back to, for operators to copy; `nil` while nobody can say.
    package var redirectURI: @Sendable () -> String?
    package var now: @Sendable () -> Timestamp
    /// Makes an id for a request that came without one.
    package var makeRequestID: @Sendable () -> String
    /// What the server has counted so far.
    package var metrics: @Sendable () async -> [Metric]
    package var authorizations: AuthorizationService
    package var reauthorizations: ReauthorizationService
    package var platform: PlatformServices

    package init(
        connections: ConnectionService, access: AccessService,
        integrations: IntegrationService, activations: ActivationService,
        redirectURI: @escaping @Sendable () -> String?,
        now: @escaping @Sendable () -> Timestamp, makeRequestID: @escaping @Sendable () -> String,
        metrics: @escaping @Sendable () async -> [Metric], authorizations: AuthorizationService,
        reauthorizations: ReauthorizationService, platform: PlatformServices
    ) {
        self.connections = connections
        self.access = access
        self.integrations = integrations
        self.activations = activations
        self.redirectURI = redirectURI
        self.now = now
        self.makeRequestID = makeRequestID
        self.metrics = metrics
        self.authorizations = authorizations
        self.reauthorizations = reauthorizations
        self.platform = platform
    }
}
