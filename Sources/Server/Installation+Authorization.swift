//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import ControlPlane
internal import DataPlane
internal import Egress
package import Logging
internal import Model
package import Outgoing
internal import Storage
internal import Vault

extension Installation {
    /// The flow that takes customers from a link to a connection.
    package func authorizations(
        publicURL: @escaping @Sendable () -> String, outgoing: OutgoingClient, log: CallLog, logger: Logger
    ) -> AuthorizationService {
        let settings = self.platform.settings
        let activations = self.activations
        let doors = AuthorizationDoors(
            client: { workspace, type, environment in
                let found = try? await activations.client(for: type, environment: environment, in: workspace)
                return (found ?? nil).map(AuthorizationClient.init)
            },
            branding: { workspace in
                guard let settings = try? await settings.settings(of: workspace) else { return ConnectBranding() }
                return ConnectBranding(name: settings.name, logoURL: settings.logoURL, color: settings.color)
            },
            publicURL: publicURL, log: log)
        return AuthorizationService(
            store: self.store, vault: self.vault, catalog: self.catalog,
            vendors: VendorService(client: outgoing, surroundings: self.surroundings), doors: doors,
            surroundings: self.surroundings, logger: logger)
    }
}

extension AuthorizationClient {
    fileprivate init(_ client: ActivatedClient) {
        self.init(
            client: client.id.map { OAuthClient(id: $0, secret: client.secret) }, scopes: client.scopes,
            values: client.settings)
        self.isActive = client.isActive
    }
}
