//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Logging
import Model
import Server

/// The installation that a command works on, beside a server that may be running on it.
struct LocalInstallation {
    let services: Installation
    let workspace: WorkspaceID

    /// Opens the data directory, does `work`, and tells a running server of what changed before it returns.
    static func use(
        _ options: DataDirectoryOptions, _ work: (LocalInstallation) async throws -> Void
    ) async throws {
        let notifier = ChangeNotifier()
        let directory = try DataDirectory(opening: options.path)
        let services = try await Installation.open(
            directory, integrationPaths: options.integrationPaths, outgoing: Installation.careful, role: "command",
            logger: Observability.logger(level: .error)
        ) { change in
            notifier.add(change)
        }
        // The first key is made by the first `serve`, or by whoever asks for one.
        let opened = try await services.workspaces.open(makesFirstKey: false)
        do {
            try await work(LocalInstallation(services: services, workspace: opened.workspace))
        } catch {
            // What was committed before the failure holds all the same.
            try? await notifier.tell(services.sockets)
            throw error
        }
        try await notifier.tell(services.sockets)
        // What was begun in the background would end with the command.
        await services.revocations.settle()
    }
}
