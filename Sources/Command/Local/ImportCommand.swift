//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ControlPlane
import FoundationEssentials
import Server

/// `passthrough import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes over keys and connections from elsewhere, with their ids.",
        discussion: """
            Keys: one a line. Connections: a JSON object of the API's Connection a line, or id, base URL and bearer \
            token, separated by tabs. A bad line is named, and nothing of its file is imported. Both files may be -.

            EXAMPLES
              passthrough import --keys keys.txt --connections connections.jsonl
              passthrough import --connections connections.tsv
            """)

    @OptionGroup var data: DataDirectoryOptions

    @Option(help: ArgumentHelp("API keys that callers have already.", valueName: "file"))
    var keys: String?

    @Option(help: ArgumentHelp("Connections, JSON lines or TSV.", valueName: "file"))
    var connections: String?

    func validate() throws {
        guard self.keys != nil || self.connections != nil else {
            throw ValidationError("Nothing to import: name a file with --keys or --connections.")
        }
        guard self.keys != "-" || self.connections != "-" else {
            throw ValidationError("Only one of the files can be standard input.")
        }
    }

    func run() async throws {
        let keys = try self.keys.map { try (path: $0, text: Self.read($0)) }
        let connections = try self.connections.map { try (path: $0, text: Self.read($0)) }
        try await LocalInstallation.use(self.data) { installation in
            let imports = installation.services.imports
            if let keys {
                let imported = try await Self.named(keys.path) {
                    try await imports.importKeys(keys.text, in: installation.workspace)
                }
                let rest = imported.known == 0 ? "" : ", \(imported.known) there already"
                Terminal.printError("\(imported.added) keys imported\(rest)")
            }
            if let connections {
                Self.progress("reading, checking and sealing \(connections.path) ...")
                let count = try await Self.named(connections.path) {
                    try await imports.importConnections(connections.text, in: installation.workspace)
                }
                Terminal.printError("\(count) connections imported")
            }
        }
    }

    private static func progress(_ text: String) {
        if Terminal.hasPersonAtError { Terminal.printError(text) }
    }

    private static func named<Count>(_ path: String, _ work: () async throws -> Count) async throws -> Count {
        do { return try await work() } catch { throw Self.refusal(path, "\(error)") }
    }

    private static func refusal(_ path: String, _ problem: String) -> CommandFailure {
        CommandFailure("\(path): \(problem); nothing of it was imported")
    }

    private static func read(_ path: String) throws -> String {
        let bytes = path == "-" ? Terminal.readInput() : FileManager.default.contents(atPath: path).map { Array($0) }
        guard let bytes else { throw CommandFailure("\(path) cannot be read") }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        // A line feed is part of no longer sequence, so that the lines are those of the text.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw Self.refusal(path, "line \(index + 1): is not UTF-8")
    }
}
