//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ControlPlane
import Model
import Server

/// `passthrough connections`.
struct ConnectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections",
        abstract: "Makes, lists, renews and deletes connections.",
        subcommands: [
            Create.self, List.self, Delete.self, AuthURLCommand.self, ReauthCommand.self, RefreshCommand.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a connection and prints only its id.",
            discussion: """
                A secret is given as it is, as @FILE, or as - for standard input; other users of the machine may see a \
                command line.

                EXAMPLES
                  passthrough connections create --integration generic --base-url https://api.example.com --bearer -
                  passthrough connections create --integration generic --base-url https://crm.internal:8443/v1 \\
                    --header 'X-Api-Key: @key.txt'
                  passthrough connections create --integration hubspot --bearer @token.txt --external-xref customer-7
                  passthrough connections create --integration zendesk --field subdomain=acme --bearer -
                """)

        @OptionGroup var data: DataDirectoryOptions
        @OptionGroup var draft: DraftOptions

        func run() async throws {
            let draft = try self.draft.draft()
            try await LocalInstallation.use(self.data) { installation in
                let made = try await installation.services.connections.create(draft, in: installation.workspace)
                Terminal.print("\(made.id)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists connections: id, integration, environment, state, external_xref, health.")

        @OptionGroup var data: DataDirectoryOptions

        func run() async throws {
            try await LocalInstallation.use(self.data) { installation in
                var query = ConnectionQuery()
                query.limit = ConnectionQuery.largestLimit
                while true {
                    let page = try await installation.services.connections.list(query, in: installation.workspace)
                    for connection in page { Terminal.print(Self.line(connection)) }
                    guard page.count == query.limit else { return }
                    query.offset += page.count
                }
            }
        }

        private static func line(_ connection: Connection) -> String {
            [
                "\(connection.id)", connection.integrationType, connection.environment,
                connection.isPaused ? "paused" : "active", connection.externalXref ?? "",
                connection.health(now: SystemSurroundings.now()).rawValue,
            ].joined(separator: "\t")
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a connection and its credentials.",
            discussion: "A running server refuses its requests from the moment this command ends.")

        @OptionGroup var data: DataDirectoryOptions

        @Argument(help: "The connection's id.")
        var id: String

        func run() async throws {
            guard let id = ConnectionID(self.id) else { throw CommandFailure("an id is 24 hexadecimal digits") }
            try await LocalInstallation.use(self.data) { installation in
                try await installation.services.connections.delete(id, in: installation.workspace)
            }
        }
    }
}
