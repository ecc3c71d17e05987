//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Model
import Server

/// `passthrough serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the server.",
        discussion: """
            The first start makes the data directory, a workspace and an API key, and prints the key once. Every option \
            is also an environment variable (--head-timeout is PASSTHROUGH_HEAD_TIMEOUT) and a key of the config file \
            ("headTimeout"); the command line wins, then the environment, then the file. SIGTERM and SIGINT end the \
            server after its requests, with exit code 0.

            EXAMPLES
              passthrough serve
              passthrough serve --host 0.0.0.0 --port 443 --tls-cert chain.pem --tls-key key.pem
              passthrough serve --allow-upstream 10.1.0.0/16:443 --upstream-ca company.pem
            """)

    @OptionGroup var data: DataDirectoryOptions
    @OptionGroup var options: ServeOptions

    func run() async throws {
        let settings = try await ServeSettings.merge(self.options, self.data)
        Observability.bootstrap()
        let logger = Observability.logger(level: settings.logLevel)
        var hooks = PassthroughServer.Hooks()
        hooks.onFirstStart = { workspace, key in
            Terminal.print("workspace \(workspace)")
            Terminal.print("API key   \(key.revealText())")
            Terminal.print("The key is shown this once; `passthrough keys create` makes another.")
        }
        hooks.onListening = { address in Terminal.print("listening on \(address.url)") }
        try await PassthroughServer(settings.server, logger: logger).run(hooks)
    }
}
