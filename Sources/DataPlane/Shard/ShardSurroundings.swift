//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import NIOPosix
import NIOSSL

/// What every shard is made with.
struct ShardSurroundings: Sendable {
    var configuration: DataPlaneConfiguration
    var source: any SnapshotSource
    var digest: @Sendable ([UInt8]) -> KeyDigest?
    var upstreamTLS: NIOSSLContext
    /// Threads that may block in a name look-up.
    var resolverThreads: NIOThreadPool
}

/// TLS contexts, both ways.
enum TLSContexts {
    /// Certificate and name are verified, by the system's roots and those that were added.
    static func upstream(additionalRoots paths: [String]) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.additionalTrustRoots = try paths.map { path in
            .certificates(try NIOSSLCertificate.fromPEMFile(path))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    static func caller(_ files: CallerTLS) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificatePath).map {
            NIOSSLCertificateSource.certificate($0)
        }
        let key = try NIOSSLPrivateKey(file: files.keyPath, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }
}
