//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import Server

/// `--data-dir` and `--integrations`, alike for every command that works on an installation's data.
struct DataDirectoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the database and the keys are (default: $XDG_DATA_HOME/passthrough or ~/.local/share/passthrough).",
            valueName: "dir"))
    var dataDir: String?

    @Option(
        help: ArgumentHelp(
            "A file or folder of integrations besides the catalogue's; may be repeated.", valueName: "path"))
    var integrations: [String] = []

    /// The directory that is meant when no layer names one.
    static var defaultPath: String {
        let environment = ProcessInfo.processInfo.environment
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/passthrough" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.local/share/passthrough" }
        return "passthrough-data"
    }

    /// What the options or `PASSTHROUGH_INTEGRATIONS`, with commas between, say.
    var integrationPaths: [String] {
        guard self.integrations.isEmpty else { return self.integrations }
        let named = ProcessInfo.processInfo.environment["PASSTHROUGH_INTEGRATIONS"] ?? ""
        return named.split(separator: ",").map(String.init)
    }

    /// What the option, `PASSTHROUGH_DATA_DIR` or the default says.
    var path: String {
        let named = ProcessInfo.processInfo.environment["PASSTHROUGH_DATA_DIR"]
        return self.dataDir ?? named.flatMap { $0.isEmpty ? nil : $0 } ?? Self.defaultPath
    }
}
