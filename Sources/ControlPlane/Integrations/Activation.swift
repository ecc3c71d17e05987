//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage

/// What a workspace set up for an integration in one environment: an OAuth client of its own, scopes, values.
///
/// Environments do not stand in for each other: what is not set up in one is not taken from another.
package struct Activation: Sendable, Equatable {
    package var integrationType: String
    package var environment: String
    /// Whether new connections may be authorised; existing ones go on being refreshed.
    package var isActive: Bool
    package var clientID: String?
    /// The secret itself is never shown.
    package var hasClientSecret: Bool
    /// Asked for instead of the integration's own; empty for those.
    package var scopes: [String]
    /// Values of the integration's variables that the operator fixes for all customers.
    package var settings: [String: String]
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
}

/// What calls to a vendor's authorization server are made with.
package struct ActivatedClient: Sendable {
    package var id: String?
    package var secret: Secret?
    /// Asked for instead of the integration's own; empty for those.
    package var scopes: [String]
    /// Values of the integration's variables, checked when they were stored.
    package var settings: [String: String]
    /// Whether new connections may be authorised; a refresh does not ask.
    package var isActive: Bool

    package init(
        id: String?, secret: Secret?, scopes: [String] = [], settings: [String: String] = [:], isActive: Bool = true
    ) {
        self.id = id
        self.secret = secret
        self.scopes = scopes
        self.settings = settings
        self.isActive = isActive
    }
}

/// What an activation is to be; all of it but the secret, which stays when it is absent and nothing else moved it.
package struct ActivationDraft: Sendable {
    package var clientID: String?
    /// Absent: the stored one stays, as long as it goes to the same client and the same place.
    package var clientSecret: Secret?
    package var scopes: [String] = []
    package var settings: [String: String] = [:]
    package var isActive = true

    package init() {}

    /// What is there already, the secret included as long as nothing moves it.
    package init(keeping activation: Activation?) {
        guard let activation else { return }
        self.clientID = activation.clientID
        self.scopes = activation.scopes
        self.settings = activation.settings
        self.isActive = activation.isActive
    }

    /// Reads the body of `PUT /unified/integration/{type}/activation`.
    package init(json: JSONValue) throws(DocumentError) {
        let reader = try DocumentReader(json)
        self.clientID = try reader.text("client_id").flatMap { $0.isEmpty ? nil : $0 }
        self.clientSecret = try reader.secret("client_secret").flatMap { $0.isEmpty ? nil : $0 }
        self.scopes = try reader.texts("scopes") ?? []
        self.isActive = try reader.flag("is_active") ?? true
        for (name, value) in try reader.members("settings") ?? [:] {
            guard case .string(let text) = value else {
                throw reader.failure("settings", "must be an object of strings")
            }
            self.settings[name] = text
        }
    }
}

/// Why an integration could not be activated or its client not be read; messages hold no value of a secret.
package enum ActivationError: Error, Equatable {
    /// The workspace sees no such integration.
    case unknownIntegration
    case invalid(String)
    /// The stored client secret does not open with this installation's keys.
    case secretUnreadable
    case unavailable(StoreError)
}

extension ActivationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownIntegration: "there is no such integration"
        case .invalid(let message): message
        case .secretUnreadable: "the stored client secret does not open with this installation's keys"
        case .unavailable(let error): error.description
        }
    }
}
