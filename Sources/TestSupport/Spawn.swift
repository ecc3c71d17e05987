//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Glibc

/// Starting programs with `posix_spawn`: no descriptor of ours reaches them.
enum Spawn {
    static func start(
        _ command: [String], environment: [String: String], output: String, errors: String
    ) throws -> Int32 {
        try Spawn.spawn(command, environment: environment) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
    }

    /// Leaves a shell that ends the child when this process is gone, however it went.
    static func guardAgainstOrphan(_ processID: Int32) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemFailure("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The writing end stays open, and is never written to, until this process ends.
        let reading = ends[0]
        defer { close(reading) }
        _ = try Spawn.spawn(["/bin/sh", "-c", "read line; kill -KILL \(processID)"], environment: [:]) { actions in
            posix_spawn_file_actions_adddup2(&actions, reading, 0)
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
    }

    private static func spawn(
        _ command: [String], environment: [String: String],
        _ prepare: (inout posix_spawn_file_actions_t) -> Void
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        prepare(&actions)
        var arguments = command.map { strdup($0) }
        arguments.append(nil)
        var variables = environment.map { strdup("\($0.key)=\($0.value)") }
        variables.append(nil)
        defer { for text in arguments + variables { free(text) } }
        var processID: pid_t = 0
        let code = posix_spawn(&processID, command[0], &actions, nil, arguments, variables)
        errno = code
        guard code == 0 else { throw SystemFailure("posix_spawn \(command[0])") }
        return processID
    }
}
