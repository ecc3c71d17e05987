//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Egress
package import Wire

/// Everything the data plane is told when it starts.
package struct DataPlaneConfiguration: Sendable {
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    /// Event loops; each shares nothing with the others.
    package var shards: Int
    /// Where the control plane listens.
    package var controlSocketPath: String
    package var limits = HeadLimits()
    package var deadlines = Deadlines()
    /// The longest body in bytes; `nil` is no limit.
    ///
    /// A request with more is refused with 413.
    package var maxBodyBytes: Int64?
    /// Bytes of a request's body that are kept, framing included, so that it can be sent again with a fresh credential;
    /// a longer one, and any when this is 0, is not.
    package var replayBodyBytes = 64 * 1024
    /// Bytes of a body that are held, framing included, where a signature covers it; a longer one is answered with 413.
    package var signedBodyBytes = 8 * 1024 * 1024
    package var egressExceptions: [EgressException] = []
    package var tls: CallerTLS?
    /// PEM files of certificates that are trusted for upstreams besides the system's.
    package var upstreamTrustRoots: [String] = []
    /// How long a loop goes on looking for events without sleeping after the last one; zero does not.
    ///
    /// Answers come sooner, at the price of a core that is never idle.
    package var busyPoll = Duration.zero

    package init(host: String, port: Int, shards: Int, controlSocketPath: String) {
        self.host = host
        self.port = port
        self.shards = shards
        self.controlSocketPath = controlSocketPath
    }
}

/// TLS for callers: PEM files.
package struct CallerTLS: Sendable {
    package var certificatePath: String
    package var keyPath: String

    package init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}

/// How long something may take before it is cut; swept twice a second.
package struct Deadlines: Sendable {
    /// From the first byte of a request to the end of its head.
    package var head: Duration
    /// Without a byte either way: between requests, or inside a body.
    package var idle: Duration
    /// To a channel that is ready to be written to, TLS included.
    package var connect: Duration
    /// From the last byte of the request to the first of the response.
    package var firstByte: Duration

    package init(
        head: Duration = .seconds(10), idle: Duration = .seconds(60), connect: Duration = .seconds(5),
        firstByte: Duration = .seconds(60)
    ) {
        self.head = head
        self.idle = idle
        self.connect = connect
        self.firstByte = firstByte
    }
}
