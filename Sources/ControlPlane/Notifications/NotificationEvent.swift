//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What may have happened, by the names that official clients know; they take others as they come.
package enum NotificationEvent: String, Sendable, CaseIterable {
    case connectionCreated = "CONNECTION_CREATED"
    case connectionUpdated = "CONNECTION_UPDATED"
    case connectionDeleted = "CONNECTION_DELETED"
    case connectionPaused = "CONNECTION_PAUSED"
    case connectionUnpaused = "CONNECTION_UNPAUSED"
    case connectionHealthy = "CONNECTION_HEALTHY"
    case connectionUnhealthy = "CONNECTION_UNHEALTHY"
    /// Ours.
    case connectionExpiring = "CONNECTION_EXPIRING"
    case integrationActivated = "INTEGRATION_ACTIVATED"
    case integrationDeactivated = "INTEGRATION_DEACTIVATED"
    case integrationUpdated = "INTEGRATION_UPDATED"
    case workspaceUpdated = "WORKSPACE_UPDATED"

    init(_ event: ConnectionNotice.Event) {
        switch event {
        case .created: self = .connectionCreated
        case .updated: self = .connectionUpdated
        case .deleted: self = .connectionDeleted
        case .paused: self = .connectionPaused
        case .unpaused: self = .connectionUnpaused
        case .healthy: self = .connectionHealthy
        case .unhealthy: self = .connectionUnhealthy
        case .expiring: self = .connectionExpiring
        }
    }

    /// In a sentence, for people.
    static func message(_ event: ConnectionNotice.Event) -> String {
        switch event {
        case .created: "A connection was made."
        case .updated: "A connection was changed."
        case .deleted: "A connection was deleted."
        case .paused: "A connection was paused."
        case .unpaused: "A paused connection is in use again."
        case .healthy: "The vendor accepts the connection's credential again."
        case .unhealthy(let code):
            "The vendor refuses the connection's credential (\(code)). The customer may have to connect again."
        case .expiring(let moment):
            "The connection's credential ends at \(moment.rfc3339) and cannot be renewed. The customer has to connect again."
        }
    }
}
