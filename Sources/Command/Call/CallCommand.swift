//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import ArgumentParser
import Client
import FoundationEssentials
import Model

/// `passthrough call`.
struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Calls a vendor through a running server, and prints the answer's body.",
        discussion: """
            An answer of 400 or above is printed on standard error, and the exit code is 1. Server and key may be given \
            as PASSTHROUGH_URL and PASSTHROUGH_KEY.

            EXAMPLES
              passthrough call GET 66f1a2b3c4d5e6f708192a3b v2/customers --key @key.txt
              passthrough call POST 66f1a2b3c4d5e6f708192a3b v2/customers -d '{"name":"Ada"}' \\
                -H 'Content-Type: application/json'
            """)

    @Argument(help: "GET, POST or any other method that the vendor knows.")
    var method: String

    @Argument(help: "The connection's id.")
    var connection: String

    @Argument(help: "The path at the vendor, with its query.")
    var path: String

    @Option(name: [.customShort("d"), .long], help: "The body, @FILE, or - for standard input.")
    var data: String?

    @Option(name: [.customShort("H"), .long], help: ArgumentHelp("A header field.", valueName: "name: value"))
    var header: [String] = []

    @Option(help: "The server (default: http://127.0.0.1:8080).")
    var url: String?

    @Option(help: "An API key, @FILE, or - for standard input.")
    var key: SecretArgument?

    @Flag(name: .shortAndLong, help: "Print status and header fields first.")
    var include = false

    func run() async throws {
        let method = try CallArguments.method(self.method)
        let fields = try self.header.map { try CallArguments.field($0) }
        let client = PassthroughClient(baseURL: try self.serverURL(), key: try self.apiKey().revealText())
        let response: Client.Response
        do {
            response = try await client.call(
                method, connection: self.connection, path: self.path, headers: fields, body: try self.body())
        } catch let error as PassthroughError {
            Terminal.printError(error.asJSON)
            throw ExitCode.failure
        }
        let isFailure = response.status >= 400
        let write = isFailure ? Terminal.writeError : Terminal.write
        if self.include {
            let lines = ["HTTP \(response.status)"] + response.headers.map { "\($0.name): \($0.value)" } + ["", ""]
            write(Array(lines.joined(separator: "\n").utf8))
        }
        for try await chunk in response.body { write(chunk) }
        if isFailure { throw ExitCode.failure }
    }

    private func apiKey() throws -> Secret {
        if let key = self.key { return try CallArguments.key(try key.read(), of: "--key") }
        guard let text = Self.environment("PASSTHROUGH_KEY") else {
            throw CommandFailure("an API key is needed: --key or PASSTHROUGH_KEY")
        }
        return try CallArguments.key(Secret(text), of: "PASSTHROUGH_KEY")
    }

    private func serverURL() throws -> String {
        if let url = self.url { return try CallArguments.serverURL(url, of: "--url") }
        guard let url = Self.environment("PASSTHROUGH_URL") else { return "http://127.0.0.1:8080" }
        return try CallArguments.serverURL(url, of: "PASSTHROUGH_URL")
    }

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func body() throws -> RequestBody? {
        guard let data = self.data else { return nil }
        if data == "-" { return .bytes(Terminal.readInput()) }
        guard data.hasPrefix("@") else { return .bytes(Array(data.utf8)) }
        let path = String(data.dropFirst())
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path) cannot be read")
        }
        return .bytes(Array(bytes))
    }
}

extension PassthroughError {
    /// The server's own body, or of the same shape when there was no answer.
    fileprivate var asJSON: String {
        let body = ErrorBody(
            statusCode: self.status ?? 0, error: self.status == nil ? "No Answer" : "Passthrough Error",
            message: self.message, code: self.code.rawValue, requestID: self.requestID ?? "")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return (try? encoder.encode(body)).map { String(decoding: $0, as: UTF8.self) } ?? self.description
    }
}
