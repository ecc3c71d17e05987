//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ControlPlane
import Model
import Server

/// `passthrough workspace`.
struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace",
        abstract: "Shows and changes what holds for all connections: branding, the log of calls, the webhook.",
        subcommands: [Show.self, Set.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the settings, one a line; the webhook's secret is never shown again.")

        @OptionGroup var data: DataDirectoryOptions

        func run() async throws {
            try await LocalInstallation.use(self.data) { installation in
                let settings = try await installation.services.platform.settings.settings(of: installation.workspace)
                Terminal.print("workspace\t\(installation.workspace)")
                for (name, value) in Self.lines(settings) { Terminal.print("\(name)\t\(value)") }
            }
        }

        private static func lines(_ settings: WorkspaceSettings) -> [(String, String)] {
            [
                ("name", settings.name ?? ""), ("logo-url", settings.logoURL ?? ""),
                ("color", settings.color ?? ""), ("retention-days", "\(settings.retentionDays)"),
                ("capture", "\(settings.capture)"), ("webhook-url", settings.webhookURL ?? ""),
            ]
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes the settings that are named; prints the webhook's secret when it is made, this once.",
            discussion: """
                An empty value takes a setting away.

                EXAMPLES
                  passthrough workspace set --name 'Acme Inc.' --color '#1a73e8' --logo-url https://acme.example/logo.png
                  passthrough workspace set --retention-days 14 --capture errors
                  passthrough workspace set --webhook-url https://acme.example/hooks/passthrough
                  passthrough workspace set --renew-webhook-secret
                """)

        @OptionGroup var data: DataDirectoryOptions

        @Option(help: "The name that customers see where they connect.")
        var name: String?
        @Option(help: "An https URL of a picture, shown beside the name.")
        var logoURL: String?
        @Option(help: "A colour like #1a73e8.")
        var color: String?
        @Option(help: "How many days calls stay in the log; 0 keeps none.")
        var retentionDays: Int64?
        @Option(help: "Of which calls the bodies are kept: off, errors, or sample:N for N of a hundred.")
        var capture: String?
        @Option(help: "Where notifications are sent.")
        var webhookURL: String?
        @Flag(help: "Makes another secret for the webhook.")
        var renewWebhookSecret = false

        func run() async throws {
            let patch = try self.patch()
            try await LocalInstallation.use(self.data) { installation in
                let changed = try await installation.services.platform.settings.change(
                    installation.workspace, with: patch)
                if let secret = changed.newSecret { Terminal.print(secret.revealText()) }
            }
        }

        private func patch() throws -> WorkspaceSettingsPatch {
            var patch = WorkspaceSettingsPatch()
            patch.name = self.name
            patch.logoURL = self.logoURL
            patch.color = self.color
            patch.retentionDays = self.retentionDays
            patch.webhookURL = self.webhookURL
            patch.renewsSecret = self.renewWebhookSecret
            if let text = self.capture {
                guard let capture = BodyCapture(text) else {
                    throw CommandFailure("--capture is off, errors, or sample:N with N from 1 to 100")
                }
                patch.capture = capture
            }
            return patch
        }
    }
}
