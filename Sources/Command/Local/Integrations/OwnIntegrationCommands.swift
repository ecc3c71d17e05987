//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Catalog
import ControlPlane
import FoundationEssentials
import Server

/// `passthrough integrations check`.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks integrations of your own, and prints all that is wrong with lines.",
        discussion: """
            The format is that of the catalogue (docs/integrations.md), YAML or JSON; of a folder its .yaml files are read.

            EXAMPLES
              passthrough integrations check ours.yaml
              passthrough integrations check integrations/
            """)

    @Argument(help: ArgumentHelp("A file, a folder, or - for standard input.", valueName: "file"))
    var file: String

    func run() throws {
        if self.file == "-" {
            for row in try OwnIntegrationFile.rows("-") { Terminal.print(row.slug) }
        } else {
            _ = try Catalog.bundled(addingPaths: [self.file])
        }
    }
}

/// `passthrough integrations add`.
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds integrations of your own, or changes them, and prints their names.",
        discussion: """
            All rows of the file are checked first; a running server knows them when this command ends. Stored \
            credentials of connections at a changed integration go where the new row says from then on.

            EXAMPLES
              passthrough integrations add ours.yaml
              passthrough integrations show redmine | sed s/redmine/ours/ | passthrough integrations add -
            """)

    @OptionGroup var data: DataDirectoryOptions

    @Argument(help: ArgumentHelp("A file of rows, or - for standard input.", valueName: "file"))
    var file: String

    func run() async throws {
        let rows = try OwnIntegrationFile.rows(self.file)
        try await LocalInstallation.use(self.data) { installation in
            let integrations = installation.services.integrations
            for row in rows where installation.services.catalog.isTaken(row.slug) {
                throw CommandFailure("\(row.slug): \(IntegrationError.taken); nothing was added")
            }
            for row in rows {
                _ = try await integrations.put(
                    row.slug, text: row.text, in: installation.workspace, mayReroute: true)
                Terminal.print(row.slug)
            }
        }
    }
}

/// `passthrough integrations remove`.
struct RemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes an integration of your own, once no connection uses it.",
        discussion: """
            EXAMPLE
              passthrough integrations remove ours
            """)

    @OptionGroup var data: DataDirectoryOptions

    @Argument(help: "The integration.")
    var type: String

    func run() async throws {
        try await LocalInstallation.use(self.data) { installation in
            try await installation.services.integrations.delete(self.type, in: installation.workspace)
        }
    }
}

/// A file of integrations on a command line.
enum OwnIntegrationFile {
    static func rows(_ path: String) throws -> [OwnRow] {
        let bytes = path == "-" ? Terminal.readInput() : FileManager.default.contents(atPath: path).map { Array($0) }
        guard let bytes else { throw CommandFailure("\(path) cannot be read") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandFailure("\(path) is not UTF-8") }
        return try OwnRowReader.rows(file: path == "-" ? "standard input" : path, text: text)
    }
}
