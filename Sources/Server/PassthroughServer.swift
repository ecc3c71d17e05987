//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import ControlPlane
internal import DataPlane
internal import Hummingbird
package import Logging
internal import ManagementAPI
package import Model
internal import Outgoing
package import ServiceLifecycle
internal import UnixSignals
internal import Vault

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Both planes in one process, on one data directory.
///
/// Services are ended in the reverse of their order: the data plane first, so that its last requests still find a
/// control plane.
package struct PassthroughServer: Sendable {
    private let configuration: ServerConfiguration
    private let logger: Logger

    package init(_ configuration: ServerConfiguration, logger: Logger) throws(ServerError) {
        try configuration.validate()
        _ = try configuration.dataPlane(controlSocketPath: "", extraUpstreams: [])
        try TLSFiles.check(configuration)
        self.configuration = configuration
        self.logger = logger
    }

    /// What runs besides the two planes, and who is told when.
    package struct Hooks: Sendable {
        /// Runs before the data plane and ends after it.
        package var services: [any Service] = []
        /// Called with the services before the first request; returns upstreams to allow besides the configured ones.
        package var prepare: @Sendable (Installation, WorkspaceID) async throws -> [String] = { _, _ in [] }
        package var makesFirstKey = true
        package var onFirstStart: @Sendable (WorkspaceID, Secret) -> Void = { _, _ in }
        package var onListening: @Sendable (ServerAddress) async throws -> Void = { _ in }

        package init() {}
    }

    /// Serves until SIGTERM or SIGINT, then drains.
    ///
    /// - Throws: `ServerError` when it cannot start.
    package func run(_ hooks: Hooks) async throws {
        signal(SIGPIPE, SIG_IGN)
        FileDescriptorLimit.raise()
        let directory = try DataDirectory(opening: self.configuration.dataDirectory)
        let lock = try DirectoryLock(directory)
        let shards = RunningShards()
        let installation = try await Installation.open(
            directory, integrationPaths: self.configuration.integrationPaths,
            outgoing: try self.configuration.outgoing(), role: "server", logger: self.logger
        ) { change in
            await shards.forget(change)
        }
        do { try await installation.refresh.takeOver() } catch {
            throw ServerError.dataDirectory(path: directory.path, problem: "\(error)")
        }
        let opened = try await installation.workspaces.open(makesFirstKey: hooks.makesFirstKey)
        if let key = opened.firstKey { hooks.onFirstStart(opened.workspace, key) }
        let services = self.services(installation, workspace: opened.workspace, shards: shards, hooks: hooks)
        var group = ServiceGroupConfiguration(
            // Where one fails the others end in order: cut down, they would log failures of their own.
            services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Observability.library(self.logger))
        // The drain has its own limit; this one is for a control plane that does not end.
        group.maximumGracefulShutdownDuration = self.configuration.drainTimeout + .seconds(5)
        try await ServiceGroup(configuration: group).run()
        withExtendedLifetime(lock) {}
    }

    private func services(
        _ installation: Installation, workspace: WorkspaceID, shards: RunningShards, hooks: Hooks
    ) -> [any Service] {
        let answers = Gate()
        let tally = RecordTally()
        let metrics = ServerMetrics(
            shards: shards, tally: tally, recorder: installation.platform.recorder, startedAt: SystemSurroundings.now())
        let hears = Gate()
        let address = PublicURL(self.configuration.publicURL)
        let management = managementApplication(
            socketPath: installation.sockets.controlPath, services: self.management(installation, metrics, address),
            logger: Observability.library(self.logger), onRunning: { answers.open() })
        let plane = DataPlaneService(
            configuration: self.configuration,
            source: ServiceSnapshotSource(snapshots: installation.snapshots, access: installation.access),
            digest: { installation.hasher.digest(bytes: $0) },
            records: RecordFork(tally: tally, recorder: installation.platform.recorder),
            controlSocketPath: installation.sockets.controlPath,
            shards: shards,
            ready: [answers, hears],
            prepare: { try await hooks.prepare(installation, workspace) },
            onListening: { listening in
                address.listens(listening)
                try await hooks.onListening(listening)
            },
            logger: self.logger)
        let companions = hooks.services.map { NamedService(name: "companion", service: $0) }
        return companions + self.background(installation) + [
            NamedService(name: "control plane", service: management),
            NamedService(name: "change listener", service: self.listener(installation, shards, isReady: hears)),
            NamedService(name: "refresh", service: RefreshSweep(installation.refresh)),
            NamedService(name: "data plane", service: plane),
        ]
    }

    /// Hears of what commands change beside this server.
    private func listener(_ installation: Installation, _ shards: RunningShards, isReady: Gate) -> ChangeListener {
        ChangeListener(
            path: installation.sockets.changesPath,
            forget: { await self.forget($0, installation, shards) }, isReady: isReady, logger: self.logger)
    }

    /// Ended after the data plane, whose last calls are logged.
    private func background(_ installation: Installation) -> [NamedService] {
        let platform = installation.platform
        let outgoing = installation.outgoing
        return [
            NamedService(name: "call log", service: platform.recorder),
            NamedService(name: "log retention", service: platform.retention),
            NamedService(
                name: "notifications",
                service: platform.delivery { request throws(OutgoingFailure) in try await outgoing.send(request) }),
        ]
    }

    /// What a command changed: integrations are read again before what was made of them is forgotten.
    private func forget(_ change: Change, _ installation: Installation, _ shards: RunningShards) async {
        if case .integrations(let workspace) = change {
            do { try await installation.integrations.reload(workspace) } catch {
                self.logger.error("integrations could not be read again", metadata: ["reason": "\(error)"])
            }
        }
        await shards.forget(change)
    }

    private func management(
        _ installation: Installation, _ metrics: ServerMetrics, _ address: PublicURL
    ) -> ManagementServices {
        let authorizations = installation.authorizations(
            publicURL: { address.text }, outgoing: installation.outgoing, log: installation.platform.log,
            logger: self.logger)
        return ManagementServices(
            connections: installation.connections, access: installation.access,
            integrations: installation.integrations, activations: installation.activations,
            redirectURI: { authorizations.redirectURI },
            now: { SystemSurroundings.now() }, makeRequestID: { SystemSurroundings.requestID() },
            metrics: { await metrics.metrics() }, authorizations: authorizations,
            reauthorizations: installation.reauthorizations,
            platform: installation.platform)
    }
}
