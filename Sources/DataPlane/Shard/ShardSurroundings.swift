//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
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
    /// Callers' channels that one shard may have open.
    var mostDownstreams: Int
}

/// How many callers a process can serve with the descriptors it may open.
enum Descriptors {
    /// Half of them, since each caller may need one to a vendor, less some for files; by shard.
    static func mostDownstreams(shards: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        let descriptors = Int(clamping: limit.rlim_cur)
        return max(16, (descriptors - min(128, descriptors / 4)) / 2 / max(1, shards))
    }
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
