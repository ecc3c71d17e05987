//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Catalog
import ControlPlane
import FoundationEssentials
import Model
import Server

/// `passthrough integrations`.
struct IntegrationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "integrations",
        abstract: "Lists, adds and activates the integrations that connections can be made at.",
        discussion: """
            EXAMPLES
              passthrough integrations list --category crm
              passthrough integrations activate hubspot --client-id 1234 --client-secret-file secret.txt
              passthrough integrations add ours.yaml
            """,
        subcommands: [
            List.self, Show.self, CheckCommand.self, AddCommand.self, RemoveCommand.self, ActivateCommand.self,
            DeactivateCommand.self, ActiveCommand.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists integrations: name for --integration, vendor, categories, and what a connection needs.",
            discussion: """
                EXAMPLES
                  passthrough integrations list
                  passthrough integrations list --category crm
                """)

        @OptionGroup var data: DataDirectoryOptions

        @Option(help: "Only integrations of this category.")
        var category: String?

        func run() async throws {
            try await VisibleCatalog.use(self.data) { catalog in
                for integration in catalog.integrations {
                    if let category = self.category, !integration.categories.contains(category) { continue }
                    Terminal.print(
                        [
                            integration.type, integration.name, integration.categories.joined(separator: ","),
                            integration.tokenNames.joined(separator: ","),
                        ].joined(separator: "\t"))
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints an integration's row of the catalogue: a start for one of your own.",
            discussion: """
                EXAMPLE
                  passthrough integrations show redmine > ours.yaml
                """)

        @OptionGroup var data: DataDirectoryOptions

        @Argument(help: "The integration, as `integrations list` names it.")
        var type: String

        func run() async throws {
            try await VisibleCatalog.use(self.data) { catalog in
                guard let text = catalog.text(of: self.type) else {
                    throw CommandFailure("there is no row called \(self.type)")
                }
                Terminal.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            }
        }
    }
}

/// The catalogue for commands that only look: without a data directory it is made of the build and of files.
enum VisibleCatalog {
    static func use(_ options: DataDirectoryOptions, _ work: (Catalog) throws -> Void) async throws {
        guard FileManager.default.fileExists(atPath: options.path + "/passthrough.db") else {
            return try work(try Catalog.bundled(addingPaths: options.integrationPaths))
        }
        try await LocalInstallation.use(options) { installation in
            try work(installation.services.catalog.seen(by: installation.workspace))
        }
    }
}
