//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What a customer's browser is answered with.
package enum ConnectStep: Sendable {
    /// To the vendor, or back to the caller.
    case leave(location: String)
    case form(ConnectForm)
    /// Pages for callers who named no address to go to.
    case connected(ConnectScene)
    case failed(ConnectScene, ConnectFailure)
}

/// What every page knows.
package struct ConnectScene: Sendable {
    package var integrationName: String
    package var branding: ConnectBranding
    /// As the link asked for it; `nil` leaves it to the browser.
    package var language: String?

    package init(integrationName: String, branding: ConnectBranding, language: String?) {
        self.integrationName = integrationName
        self.branding = branding
        self.language = language
    }
}

/// A form, as it is shown.
package struct ConnectForm: Sendable {
    package var scene: ConnectScene
    package var methods: [ConnectMethod]
    package var chosen: ConnectMethod
    /// What was typed before and is no secret.
    package var values: [String: String]
    package var problems: [ConnectProblem]
    /// Permissions and scopes that the link asks for.
    package var permissions: [String]
    /// Goes back with the form.
    package var nonce: Secret
    /// Where sending the form may lead in the end: schemes and origins for a content security policy.
    package var destinations: [String]

    package init(
        scene: ConnectScene, methods: [ConnectMethod], chosen: ConnectMethod, values: [String: String],
        problems: [ConnectProblem], permissions: [String], nonce: Secret, destinations: [String]
    ) {
        self.scene = scene
        self.methods = methods
        self.chosen = chosen
        self.values = values
        self.problems = problems
        self.permissions = permissions
        self.nonce = nonce
        self.destinations = destinations
    }
}

/// Why nothing was connected, to be told to a person.
package enum ConnectFailure: Sendable, Hashable {
    /// The customer said no, here or at the vendor's.
    case denied
    case problem(ConnectProblem)

    package var code: String {
        switch self {
        case .denied: "access_denied"
        case .problem(let problem): problem.code
        }
    }
}
