//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
package import Model

/// What every shard is made with.
package struct ShardSurroundings: Sendable {
    var configuration: DataPlaneConfiguration
    var source: any SnapshotSource
    var digest: @Sendable ([UInt8]) -> KeyDigest?
    var records: any RequestRecordSink
    var names: NameService
    /// Trusted for upstreams besides the system's.
    var trustRoots: [PEMFile]
    var callerIdentity: CallerIdentity?
    /// Callers' channels that one shard may have open.
    var mostDownstreams: Int

    /// Reads the files that the configuration names: what is of no use is found out now.
    package init(
        _ configuration: DataPlaneConfiguration, source: any SnapshotSource,
        digest: @escaping @Sendable ([UInt8]) -> KeyDigest?, records: any RequestRecordSink = UnusedRecords()
    ) throws(TLSProblem) {
        self.configuration = configuration
        self.source = source
        self.digest = digest
        self.records = records
        self.names = NameService()
        self.trustRoots = try Self.trustRoots(configuration.upstreamTrustRoots)
        self.callerIdentity = try configuration.tls.map { files throws(TLSProblem) in try CallerIdentity(files) }
        self.mostDownstreams = Descriptors.mostDownstreams(shards: configuration.shards)
    }

    private static func trustRoots(_ paths: [String]) throws(TLSProblem) -> [PEMFile] {
        var files: [PEMFile] = []
        for path in paths {
            let file = try PEMFile(path)
            try file.eachCertificate { _ in true }
            files.append(file)
        }
        return files
    }
}

/// How many callers a process can serve with the descriptors it may open.
enum Descriptors {
    /// Two thirds of them, since a caller with a request needs one to a vendor, less some for files; by shard.
    static func mostDownstreams(shards: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        let descriptors = Int(clamping: limit.rlim_cur)
        return max(16, (descriptors - min(128, descriptors / 4)) * 2 / 3 / max(1, shards))
    }
}
