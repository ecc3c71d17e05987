//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import DataPlane
internal import Egress
internal import Outgoing
internal import Wire

extension ServerConfiguration {
    /// The same settings as the data plane takes them; `extraUpstreams` are allowed besides those of the operator.
    func dataPlane(
        controlSocketPath: String, extraUpstreams: [String]
    ) throws(ServerError) -> DataPlaneConfiguration {
        var plane = DataPlaneConfiguration(
            host: self.host, port: self.port, shards: self.threads, controlSocketPath: controlSocketPath)
        plane.limits = HeadLimits(maxHeadBytes: self.maxHeadBytes, maxFields: self.maxHeaderFields)
        plane.deadlines = Deadlines(
            head: self.headTimeout, idle: self.idleTimeout, connect: self.connectTimeout,
            firstByte: self.firstByteTimeout)
        // Traffic that pauses for longer than this does not notice a loop that wakes up.
        if self.busyPolls { plane.busyPoll = .milliseconds(100) }
        plane.maxBodyBytes = self.maxBodyBytes.map { Int64($0) }
        plane.replayBodyBytes = self.replayBodyBytes
        plane.signedBodyBytes = self.signedBodyBytes
        plane.upstreamTrustRoots = self.upstreamTrustRoots
        if let certificatePath = self.certificatePath, let keyPath = self.keyPath {
            plane.tls = CallerTLS(certificatePath: certificatePath, keyPath: keyPath)
        }
        plane.egressExceptions = try Self.exceptions(self.allowedUpstreams + extraUpstreams)
        return plane
    }

    /// What asks vendors for tokens, under the same rules for where it may go.
    func outgoing() throws(ServerError) -> OutgoingClient {
        OutgoingClient(
            policy: EgressPolicy(exceptions: try Self.exceptions(self.allowedUpstreams)),
            trustRoots: self.upstreamTrustRoots)
    }

    private static func exceptions(_ texts: [String]) throws(ServerError) -> [EgressException] {
        var exceptions: [EgressException] = []
        for text in texts {
            do { exceptions.append(try EgressException(parsing: text)) } catch {
                throw .setting("allow-upstream: \(error)")
            }
        }
        return exceptions
    }
}
