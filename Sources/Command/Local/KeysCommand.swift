//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ControlPlane
import Model
import Server

/// `passthrough keys`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes, lists and revokes API keys.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an API key and prints only it; it is stored as a hash and cannot be shown again.",
            discussion: """
                EXAMPLE
                  KEY=$(passthrough keys create --name ci)
                """)

        @OptionGroup var data: DataDirectoryOptions

        @Option(help: "What the key is for.")
        var name = ""

        func run() async throws {
            try await LocalInstallation.use(self.data) { installation in
                let key = try await installation.services.access.createKey(
                    named: self.name, in: installation.workspace)
                Terminal.print(key.revealText())
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists API keys: prefix, name, since when, and whether revoked.")

        @OptionGroup var data: DataDirectoryOptions

        func run() async throws {
            try await LocalInstallation.use(self.data) { installation in
                for key in try await installation.services.access.listKeys(in: installation.workspace) {
                    let state = key.revokedAt.map { "revoked \($0.rfc3339)" } ?? "active"
                    Terminal.print([key.prefix, key.createdAt.rfc3339, state, key.name].joined(separator: "\t"))
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revokes the API key of a prefix, as `keys list` shows it.",
            discussion: "A running server refuses the key from the moment this command ends.")

        @OptionGroup var data: DataDirectoryOptions

        @Argument(help: "The key's prefix, or the key itself.")
        var prefix: String

        func run() async throws {
            try await LocalInstallation.use(self.data) { installation in
                try await installation.services.access.revokeKey(
                    prefix: self.identifier, in: installation.workspace)
            }
        }

        /// Of a whole key the eight letters after `pt_`.
        private var identifier: String {
            self.prefix.hasPrefix("pt_") ? String(self.prefix.dropFirst(3).prefix(8)) : self.prefix
        }
    }
}
