//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser

/// The program: `passthrough serve`, `passthrough demo` and what goes with them.
@main
struct PassthroughCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passthrough",
        abstract: "One API in front of your customers' accounts at many vendors.",
        discussion: """
            A caller sends a vendor's own request to /passthrough/CONNECTION/PATH; the server adds the customer's \
            credential, forwards it byte for byte and streams the answer back.

            EXAMPLES
              passthrough demo
              passthrough serve --port 8080
              passthrough connections create --integration generic --base-url https://api.example.com --bearer -
              passthrough call GET CONNECTION v2/customers --key KEY
            """,
        subcommands: [
            ServeCommand.self, DemoCommand.self, KeysCommand.self, ConnectionsCommand.self, IntegrationsCommand.self,
            CallCommand.self, ImportCommand.self, WorkspaceCommand.self,
        ]
    )
}
