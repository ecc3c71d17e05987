//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import DataPlane
internal import Logging
internal import Model
internal import ServiceLifecycle

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Runs the data plane: starts when the control plane answers and hears of changes, drains when asked to end.
struct DataPlaneService: Service {
    let configuration: ServerConfiguration
    let source: ServiceSnapshotSource
    let digest: @Sendable ([UInt8]) -> KeyDigest?
    let records: any RequestRecordSink
    let controlSocketPath: String
    let shards: RunningShards
    let ready: [Gate]
    /// What must be there before the first request; returns upstreams to allow besides the configured ones.
    let prepare: @Sendable () async throws -> [String]
    let onListening: @Sendable (ServerAddress) async throws -> Void
    let logger: Logger

    func run() async throws {
        // Asked to end, or left alone by a service that failed, before it listened: no failure of its own.
        do { try await self.serve() } catch is CancellationError {}
    }

    private func serve() async throws {
        for gate in self.ready { try await gate.wait() }
        let plane = try self.configuration.dataPlane(
            controlSocketPath: self.controlSocketPath, extraUpstreams: try await self.prepare())
        let group = try await self.start(plane)
        self.shards.began(group)
        let address = ServerAddress(
            isSecure: plane.tls != nil, host: self.configuration.host, port: group.port)
        self.logger.info("listening", metadata: ["address": "\(address.url)", "shards": "\(plane.shards)"])
        try await self.onListening(address)
        StartMemory.giveBack()
        // Thrown when the group is cancelled: requests still get their time.
        try? await gracefulShutdown()
        let cut = await group.drain(within: self.configuration.drainTimeout)
        self.logger.info("stopped", metadata: ["exchanges_cut": "\(cut)"])
    }

    private func start(_ plane: DataPlaneConfiguration) async throws(ServerError) -> ShardGroup {
        do {
            return try await self.launch(plane)
        } catch {
            guard case .addressInUse = error, self.configuration.takesFreePort, plane.port != 0 else { throw error }
        }
        var plane = plane
        plane.port = 0
        return try await self.launch(plane)
    }

    private func launch(_ plane: DataPlaneConfiguration) async throws(ServerError) -> ShardGroup {
        do {
            return try await ShardGroup.start(plane, source: self.source, digest: self.digest, records: self.records)
        } catch let error as SystemError {
            if error.number == EADDRINUSE { throw .addressInUse(host: plane.host, port: plane.port) }
            throw .cannotListen(host: plane.host, port: plane.port, problem: String(cString: strerror(error.number)))
        } catch {
            throw .cannotListen(host: plane.host, port: plane.port, problem: "\(error)")
        }
    }
}
