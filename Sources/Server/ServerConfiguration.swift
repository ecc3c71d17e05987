//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What an operator may decide, with the defaults; `docs/configuration.md` says more of each.
package struct ServerConfiguration: Sendable {
    package var dataDirectory: String
    package var host = "127.0.0.1"
    /// 0 takes a free port.
    package var port = 8080
    /// Whether a free port is taken when `port` is not: for the demo.
    package var takesFreePort = false
    /// Where callers, customers and vendors reach this server, without a slash at the end; `nil` is where it listens.
    package var publicURL: String?
    /// Shards of the data plane.
    package var threads: Int
    /// Whether loops look for events without sleeping while there is traffic.
    package var busyPolls = false
    /// PEM files; both or none.
    package var certificatePath: String?
    package var keyPath: String?
    /// PEM files whose certificates vendors' may be signed by, besides the system's.
    package var upstreamTrustRoots: [String] = []
    /// `HOST-OR-CIDR:PORT` of vendors at addresses that are refused otherwise.
    package var allowedUpstreams: [String] = []
    /// Files and folders of integrations besides the catalogue's.
    package var integrationPaths: [String] = []
    package var maxHeadBytes = 32_768
    package var maxHeaderFields = 128
    /// No limit when `nil`.
    package var maxBodyBytes: Int?
    /// Bytes of a request's body that are kept to be sent again; 0 keeps none.
    package var replayBodyBytes = 65_536
    /// Bytes of a body that are held to be signed.
    package var signedBodyBytes = 8_388_608
    package var headTimeout = Duration.seconds(10)
    package var idleTimeout = Duration.seconds(60)
    package var connectTimeout = Duration.seconds(5)
    package var firstByteTimeout = Duration.seconds(60)
    /// How long requests may go on after a signal to end.
    package var drainTimeout = Duration.seconds(30)

    package init(dataDirectory: String, threads: Int) {
        self.dataDirectory = dataDirectory
        self.threads = threads
    }

    /// Names the first setting that cannot be used.
    package func validate() throws(ServerError) {
        guard (0...65_535).contains(self.port) else { throw .setting("port must be from 0 to 65535") }
        guard (1...256).contains(self.threads) else { throw .setting("threads must be from 1 to 256") }
        guard (1_024...1_048_576).contains(self.maxHeadBytes) else {
            throw .setting("max-head-bytes must be from 1024 to 1048576")
        }
        guard (8...10_000).contains(self.maxHeaderFields) else {
            throw .setting("max-header-fields must be from 8 to 10000")
        }
        guard self.maxBodyBytes.map({ $0 > 0 }) ?? true else { throw .setting("max-body-bytes must be positive") }
        guard (0...16_777_216).contains(self.replayBodyBytes) else {
            throw .setting("replay-body-bytes must be from 0 to 16777216")
        }
        guard (1_024...268_435_456).contains(self.signedBodyBytes) else {
            throw .setting("signed-body-bytes must be from 1024 to 268435456")
        }
        guard (self.certificatePath == nil) == (self.keyPath == nil) else {
            throw .setting("tls-cert and tls-key go together")
        }
        if let url = self.publicURL {
            guard PublicURL.isValid(url) else {
                throw .setting("public-url must be http:// or https://, a host, and maybe a port and a path")
            }
        }
        try self.validateTimeouts()
    }

    private func validateTimeouts() throws(ServerError) {
        let timeouts = [
            ("head-timeout", self.headTimeout), ("idle-timeout", self.idleTimeout),
            ("connect-timeout", self.connectTimeout), ("first-byte-timeout", self.firstByteTimeout),
        ]
        for (name, timeout) in timeouts where timeout < .milliseconds(1) || timeout > .seconds(86_400) {
            throw .setting("\(name) must be from 1ms to 24h")
        }
        guard self.drainTimeout >= .zero, self.drainTimeout <= .seconds(86_400) else {
            throw .setting("drain-timeout must be from 0s to 24h")
        }
    }
}
