//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ControlPlane

extension Refusal {
    init(_ error: ActivationError) {
        switch error {
        case .unknownIntegration: self = .integrationNotFound
        case .invalid(let message): self = .bodyInvalid(message)
        case .secretUnreadable: self = .credentialUnreadable
        case .unavailable: self = .overloaded
        }
    }

    init(_ error: IntegrationError) {
        switch error {
        case .notFound: self = .integrationNotFound
        case .invalid(let faults):
            self = Refusal(
                status: 400, code: "integration_invalid",
                message: "The row breaks rules of docs/integrations.md: `errors` has them with their lines.")
            self.faults = faults.map { ErrorBody.Fault(line: $0.line, message: $0.text) }
        case .taken: self = .integrationTaken
        case .inUse(let message): self = Refusal(status: 409, code: "integration_in_use", message: message)
        case .tooMany: self = .bodyInvalid(error.description)
        case .unavailable: self = .overloaded
        }
    }

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
        case .tooMany: self = .tooManyLinks
        case .unavailable: self = .overloaded
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
