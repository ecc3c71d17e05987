//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What the authorisation flow asks of others.
package struct AuthorizationDoors: Sendable {
    /// What a workspace has set up for an integration in an environment; `nil` when that is nothing.
    package var client: @Sendable (WorkspaceID, _ type: String, _ environment: String) async -> AuthorizationClient?
    package var branding: @Sendable (WorkspaceID) async -> ConnectBranding
    /// Where callers and vendors reach us, without a slash at the end.
    package var publicURL: @Sendable () -> String
    package var log: CallLog

    package init(
        client: @escaping @Sendable (WorkspaceID, _ type: String, _ environment: String) async -> AuthorizationClient?,
        branding: @escaping @Sendable (WorkspaceID) async -> ConnectBranding = { _ in ConnectBranding() },
        publicURL: @escaping @Sendable () -> String, log: CallLog = .none
    ) {
        self.client = client
        self.branding = branding
        self.publicURL = publicURL
        self.log = log
    }
}

/// What an operator has set up: the client that is registered with the vendor, and what goes with it.
package struct AuthorizationClient: Sendable {
    /// `nil` when there are only values.
    package var client: OAuthClient?
    /// `false` where the operator has switched the integration off: nothing new is connected.
    package var isActive = true
    /// Asked for instead of the catalogue's when not empty.
    package var scopes: [String]
    /// Values for variables of the integration.
    package var values: [String: String]

    package init(client: OAuthClient?, scopes: [String] = [], values: [String: String] = [:]) {
        self.client = client
        self.scopes = scopes
        self.values = values
    }
}

/// How a workspace shows itself to customers.
package struct ConnectBranding: Sendable, Hashable {
    package var name: String?
    /// An https URL.
    package var logoURL: String?
    /// `#rrggbb`.
    package var color: String?

    package init(name: String? = nil, logoURL: String? = nil, color: String? = nil) {
        self.name = name
        self.logoURL = logoURL
        self.color = color
    }
}
