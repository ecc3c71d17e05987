//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import NIOSSL
internal import Synchronization

/// The TLS settings of all our own requests, made at the first of them: the system's roots take a megabyte.
final class TrustedRoots: Sendable {
    private let paths: [String]
    private let made = Mutex<NIOSSLContext?>(nil)

    /// PEM files whose certificates are trusted besides the system's.
    init(paths: [String]) { self.paths = paths }

    /// Reads files; not on an event loop.
    func context() throws(OutgoingFailure) -> NIOSSLContext {
        let paths = self.paths
        let context = self.made.withLock { made -> NIOSSLContext? in
            if made == nil {
                var configuration = TLSConfiguration.makeClientConfiguration()
                configuration.minimumTLSVersion = .tlsv12
                configuration.additionalTrustRoots = paths.map { .file($0) }
                made = try? NIOSSLContext(configuration: configuration)
            }
            return made
        }
        guard let context else { throw .tlsFailed }
        return context
    }
}
