//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The environment variables that begin with `PASSTHROUGH_`.
enum EnvironmentNames {
    /// Of other commands, and of the scripts and tests beside the program.
    private static let others: Set<String> = [
        "PASSTHROUGH_BINARY", "PASSTHROUGH_CONFIG", "PASSTHROUGH_FAILPOINT", "PASSTHROUGH_KEY", "PASSTHROUGH_STREAM_GB",
        "PASSTHROUGH_URL",
    ]

    /// Those that are nothing's name: misspelt, most likely.
    static func unknown(in names: some Sequence<String>, keys: Set<String>) -> [String] {
        let known = self.others.union(keys.map { self.name(of: $0) })
        return names.filter { $0.hasPrefix("PASSTHROUGH_") && !known.contains($0) }.sorted()
    }

    /// `headTimeout` is `PASSTHROUGH_HEAD_TIMEOUT`.
    private static func name(of key: String) -> String {
        key.reduce(into: "PASSTHROUGH_") { name, letter in
            name += letter.isUppercase ? "_\(letter)" : letter.uppercased()
        }
    }
}
