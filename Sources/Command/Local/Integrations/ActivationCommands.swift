//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ControlPlane
import Model
import Server

/// Which integration in which environment.
struct ActivationPlace: ParsableArguments {
    @Argument(help: "The integration, as `integrations list` names it.")
    var type: String

    @Option(help: "The environment (default: Production); none stands in for another.")
    var env = productionEnvironment
}

/// `passthrough integrations activate`.
struct ActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Sets up your own OAuth client at an integration, or changes it.",
        discussion: """
            What is not given stays as it was. The secret is read from a file or, with -, from standard input, and is \
            stored sealed. A setting fixes a variable of the integration for all customers; `integrations show` has them.

            EXAMPLES
              passthrough integrations activate hubspot --client-id 1234 --client-secret-file secret.txt
              passthrough integrations activate slack --client-id 12.34 --client-secret-file - --scope channels:read
              passthrough integrations activate microsoft_teams --client-id 1234 --client-secret-file secret.txt \\
                --setting tenant=common --env Sandbox
            """)

    @OptionGroup var data: DataDirectoryOptions
    @OptionGroup var place: ActivationPlace

    @Option(help: "The client id that the vendor gave you.")
    var clientId: String?

    @Option(help: ArgumentHelp("The client secret's file, or - for standard input.", valueName: "file"))
    var clientSecretFile: String?

    @Option(help: "A scope to ask for instead of the integration's own; may be repeated.")
    var scope: [String] = []

    @Option(help: ArgumentHelp("A variable's value; may be repeated.", valueName: "name=value"))
    var setting: [String] = []

    func run() async throws {
        let secret = try self.clientSecretFile.map { path in
            try SecretArgument(argument: path == "-" ? "-" : "@" + path).read()
        }
        let settings = try self.settings()
        try await LocalInstallation.use(self.data) { installation in
            let activations = installation.services.activations
            let before = try await activations.get(
                self.place.type, environment: self.place.env, in: installation.workspace)
            var draft = ActivationDraft(keeping: before)
            draft.isActive = true
            if let clientId = self.clientId { draft.clientID = clientId }
            draft.clientSecret = secret
            if !self.scope.isEmpty { draft.scopes = self.scope }
            draft.settings.merge(settings) { _, new in new }
            _ = try await activations.put(
                self.place.type, environment: self.place.env, draft, in: installation.workspace)
        }
    }

    private func settings() throws -> [String: String] {
        var settings: [String: String] = [:]
        for text in self.setting {
            guard let index = text.firstIndex(of: "="), index != text.startIndex else {
                throw CommandFailure("--setting needs a = after a name")
            }
            settings[String(text[..<index])] = String(text[text.index(after: index)...])
        }
        return settings
    }
}

/// `passthrough integrations deactivate`.
struct DeactivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deactivate",
        abstract: "Lets no new connections be authorised at an integration.",
        discussion: """
            Existing connections go on, and are refreshed with the client that stays stored. With --forget it does not \
            stay: those that need it to be refreshed will have to be authorised again.

            EXAMPLES
              passthrough integrations deactivate hubspot
              passthrough integrations deactivate hubspot --env Sandbox --forget
            """)

    @OptionGroup var data: DataDirectoryOptions
    @OptionGroup var place: ActivationPlace

    @Flag(help: "Forget client, secret, scopes and settings too.")
    var forget = false

    func run() async throws {
        try await LocalInstallation.use(self.data) { installation in
            let activations = installation.services.activations
            guard !self.forget else {
                let wasThere = try await activations.delete(
                    self.place.type, environment: self.place.env, in: installation.workspace)
                guard wasThere else { throw CommandFailure("\(self.place.type) was not activated there") }
                return
            }
            let before = try await activations.get(
                self.place.type, environment: self.place.env, in: installation.workspace)
            var draft = ActivationDraft(keeping: before)
            draft.isActive = false
            _ = try await activations.put(
                self.place.type, environment: self.place.env, draft, in: installation.workspace)
        }
    }
}

/// `passthrough integrations active`.
struct ActiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "active",
        abstract: "Lists what is set up: integration, environment, state, client id, scopes.",
        discussion: """
            EXAMPLES
              passthrough integrations active
              passthrough integrations active --env Sandbox
            """)

    @OptionGroup var data: DataDirectoryOptions

    @Option(help: "Only this environment.")
    var env: String?

    func run() async throws {
        try await LocalInstallation.use(self.data) { installation in
            let activations = try await installation.services.activations.list(
                in: installation.workspace, environment: self.env)
            for activation in activations {
                Terminal.print(
                    [
                        activation.integrationType, activation.environment,
                        activation.isActive ? "active" : "inactive", activation.clientID ?? "",
                        activation.scopes.joined(separator: ","),
                    ].joined(separator: "\t"))
            }
        }
    }
}
