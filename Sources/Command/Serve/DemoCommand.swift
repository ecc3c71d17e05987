//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import Logging
import Server

/// `passthrough demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Runs the server with a fake vendor beside it, and prints calls that work.",
        discussion: """
            No account is needed and nothing leaves the machine. Without --data-dir all is gone at the end; without \
            --port a free port is taken when 8080 is not.

            EXAMPLES
              passthrough demo
              passthrough demo --port 9000 --data-dir ./demo-data
            """)

    @OptionGroup var data: DataDirectoryOptions
    @OptionGroup var options: ServeOptions

    func run() async throws {
        // A data directory of the environment is the real one: the demo takes only what its own command line names.
        let settings = try await ServeSettings.merge(self.options, self.data)
        Observability.bootstrap()
        let logger = Observability.logger(level: self.options.logLevel == nil ? .warning : settings.logLevel)
        var server = settings.server
        server.takesFreePort = !settings.namesPort
        let temporary = self.data.dataDir == nil ? try TemporaryDirectory() : nil
        defer { temporary?.remove() }
        if let temporary { server.dataDirectory = temporary.path }
        try await Demo(server, logger: logger).run { Terminal.print($0) }
    }
}
