//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Catalog
import Model

/// `passthrough integrations`.
struct IntegrationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "integrations",
        abstract: "Lists the integrations that connections can be made at.",
        subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists integrations: name for --integration, vendor, categories, and what a connection needs.",
            discussion: """
                EXAMPLES
                  passthrough integrations list
                  passthrough integrations list --category crm
                """)

        @Option(help: "Only integrations of this category.")
        var category: String?

        func run() async throws {
            for integration in try Catalog.bundled().integrations {
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
