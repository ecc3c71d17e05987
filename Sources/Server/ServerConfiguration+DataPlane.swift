//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import DataPlane
internal import Egress
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
        for text in self.allowedUpstreams + extraUpstreams {
            do { plane.egressExceptions.append(try EgressException(parsing: text)) } catch {
                throw .setting("allow-upstream: \(error)")
            }
        }
        return plane
    }
}
