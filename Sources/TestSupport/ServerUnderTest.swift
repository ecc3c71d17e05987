//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Glibc

/// The real program, started on a port of its choice with a data directory of its own.
package final class ServerUnderTest: Sendable {
    package let process: ChildProcess
    package let port: UInt16

    /// Starts `passthrough serve` and waits until it says where it listens.
    package init(dataDirectory: String, options: [String] = []) throws {
        let arguments = ["serve", "--data-dir", dataDirectory, "--port", "0", "--threads", "2"] + options
        let process = try ChildProcess(try ServerUnderTest.program(), arguments)
        var port: UInt16?
        let isReady = eventually(before: Deadline(after: .seconds(30))) {
            port = ServerUnderTest.port(in: process.standardOutput)
            return port != nil || kill(process.processID, 0) != 0
        }
        guard isReady, let port else {
            process.send(SIGKILL)
            throw ServerFailure.notReady(process.standardError)
        }
        self.process = process
        self.port = port
    }

    /// Runs another command of the program to its end; the answer is what it printed.
    @discardableResult
    package static func command(_ arguments: [String]) throws -> String {
        let result = try ChildProcess.run(try ServerUnderTest.program(), arguments)
        guard result.code == 0 else { throw ServerFailure.commandFailed(arguments[0], result.code, result.errors) }
        return result.output
    }

    /// Asks the server to end; the answer is its exit code.
    package func stop(within duration: Duration = .seconds(40)) throws -> Int32 {
        self.process.send(SIGTERM)
        return try self.process.waitForExit(until: Deadline(after: duration))
    }

    /// Resident memory that is the server's own, in bytes.
    package func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(self.process.processID)/status", encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("RssAnon:") {
            if let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({
                Int($0)
            }) {
                return kibibytes * 1024
            }
        }
        throw ServerFailure.notReady("no RssAnon")
    }

    /// The program: `PASSTHROUGH_BINARY`, or the one beside this test bundle.
    static func program() throws -> String {
        if let path = ProcessInfo.processInfo.environment["PASSTHROUGH_BINARY"] { return path }
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("passthrough").path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw ServerFailure.noProgram(path) }
        return path
    }

    private static func port(in output: String) -> UInt16? {
        for line in output.split(separator: "\n") where line.contains("listening on http") {
            return line.split(separator: ":").last.flatMap { UInt16($0) }
        }
        return nil
    }
}

/// Why there is no server to test.
package enum ServerFailure: Error {
    case noProgram(String)
    case notReady(String)
    case commandFailed(String, Int32, String)
}
