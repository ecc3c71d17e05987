//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane

extension Refusal {
    /// The services word their messages for callers: they name members, never values.
    init(_ error: ConnectionError) {
        switch error {
        case .notFound: self = .connectionNotFound
        case .invalid(let message): self = .bodyInvalid(message)
        case .idTaken: self = .bodyInvalid("id is taken")
        case .credentialUnreadable: self = .credentialUnreadable
        case .unavailable: self = .overloaded
        }
    }

    init(_ error: AuthorizationError) {
        switch error {
        case .invalid(let message): self = .queryInvalid(message + ".")
        case .unknownIntegration: self = .integrationNotFound
        case .notActive: self = .integrationNotActive
        case .reauthTokenInvalid: self = .reauthTokenInvalid
        case .unknownConnection: self = .connectionNotFound
        case .expired, .otherBrowser, .otherAccount: self = .linkInvalid
        case .tooMany, .unavailable: self = .overloaded
        }
    }

    init(_ error: APICallError) {
        switch error {
        case .notFound: self = .callNotFound
        case .unavailable: self = .overloaded
        }
    }

    init(_ error: EnvironmentError) {
        switch error {
        case .notFound: self = .environmentNotFound
        case .builtIn, .inUse:
            self = Refusal(status: 409, code: "environment_in_use", message: error.description)
        case .invalid(let message): self = .bodyInvalid(message)
        case .unavailable: self = .overloaded
        }
    }

    init(_ error: WorkspaceSettingsError) {
        switch error {
        case .invalid(let message): self = .bodyInvalid(message)
        case .secretUnreadable:
            self = Refusal(status: 500, code: "internal_error", message: "The webhook's secret cannot be opened.")
        case .unavailable: self = .overloaded
        }
    }

    init(_ error: NotificationError) {
        switch error {
        case .unavailable: self = .overloaded
        }
    }
}
