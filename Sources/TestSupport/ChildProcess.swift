//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Glibc

/// A program that a test runs, its output kept in files so that nothing of it is lost or blocks it.
///
/// The child dies with the test process: a guard, reading from a pipe that only this process holds, ends it.
package final class ChildProcess: Sendable {
    package let processID: Int32
    private let directory: TemporaryDirectory

    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        self.directory = try TemporaryDirectory()
        self.processID = try Spawn.start(
            [program] + arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            output: "\(self.directory.path)/stdout", errors: "\(self.directory.path)/stderr")
        try Spawn.guardAgainstOrphan(self.processID)
    }

    package var standardOutput: String { self.contents("stdout") }
    package var standardError: String { self.contents("stderr") }

    package func send(_ signal: Int32) { kill(self.processID, signal) }

    /// Waits for the end: the exit code, or the signal's number negated.
    ///
    /// To be called once.
    package func waitForExit(until deadline: Deadline = .usual) throws -> Int32 {
        var status: Int32 = 0
        let didEnd = eventually(before: deadline) { waitpid(self.processID, &status, WNOHANG) != 0 }
        guard didEnd else { throw PeerFailure.deadlinePassed }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : -signal
    }

    private func contents(_ name: String) -> String {
        let bytes = FileManager.default.contents(atPath: "\(self.directory.path)/\(name)") ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Runs a program to its end.
    package static func run(
        _ program: String, _ arguments: [String], until deadline: Deadline = Deadline(after: .seconds(60))
    ) throws -> (code: Int32, output: String, errors: String) {
        let child = try ChildProcess(program, arguments)
        let code = try child.waitForExit(until: deadline)
        return (code, child.standardOutput, child.standardError)
    }
}
