//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// What a command of the real program printed, and how it ended.
struct Run {
    let code: Int32
    let output: String
    let errors: String

    /// The lines of standard output.
    var lines: [String] { self.output.split(separator: "\n").map(String.init) }
}

/// The real program on a data directory of its own.
final class Program {
    let directory: TemporaryDirectory

    init() throws { self.directory = try TemporaryDirectory() }

    var dataPath: String { "\(self.directory.path)/data" }

    /// Runs a command that takes `--data-dir`.
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
        try Self.run(arguments + ["--data-dir", self.dataPath], environment: environment)
    }

    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Run {
        let child = try ChildProcess(try Program.binary(), arguments, environment: environment)
        let code = try child.waitForExit(until: Deadline(after: .seconds(60)))
        return Run(code: code, output: child.standardOutput, errors: child.standardError)
    }

    /// `PASSTHROUGH_BINARY`, or the program beside this test bundle.
    static func binary() throws -> String {
        if let path = ProcessInfo.processInfo.environment["PASSTHROUGH_BINARY"] { return path }
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "passthrough").path
    }

    func createKey() throws -> String { try #require(try self.run("keys", "create").lines.first) }

    /// The status that a channel to `port` gets for a GET with `key`.
    static func status(port: UInt16, target: String, key: String) throws -> Int {
        let socket = try RawSocket(port: port)
        try socket.send("GET \(target) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(key)\r\n\r\n")
        return try socket.readResponse().status
    }
}
