//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
import Wire

/// A shard's own copy of a snapshot, with everything that is the same for every request already as wire bytes.
///
/// Not `Sendable`: it belongs to one loop. The credential's bytes exist here and in the vault, nowhere else.
package final class PreparedConnection {
    let id: ConnectionID
    let version: UInt64
    let workspace: WorkspaceID
    let isPaused: Bool
    /// Whether a 401 is worth asking for a fresh credential.
    let isRefreshable: Bool
    let capture: BodyCapture
    let base: UpstreamBase
    let allowedHosts: [HostPattern]
    package let destination: Destination
    /// `name: value CR LF` of each field of the credential.
    let credentialLines: [UInt8]
    /// Names that the credential takes: the caller's fields of these names are not forwarded.
    let credentialNames: [PreparedName]
    /// `a=b&c=d`, percent-encoded; empty when the credential has no query.
    let credentialQuery: [UInt8]
    /// Plain names of `credentialQuery`: the caller's parameters of these names are not forwarded.
    let credentialQueryNames: [[UInt8]]
    /// Without those whose names the credential takes.
    let staticHeaders: [PreparedStaticHeader]
    /// Makes the credential's lines of each request, where they are not the same for all.
    let signer: RequestSigner?

    package init(_ snapshot: ConnectionSnapshot, pool: UpstreamPool) {
        self.id = snapshot.id
        self.version = snapshot.version
        self.workspace = snapshot.workspace
        self.isPaused = snapshot.isPaused
        self.isRefreshable = snapshot.isRefreshable
        self.capture = snapshot.capture
        self.base = snapshot.base
        self.allowedHosts = snapshot.allowedHosts
        self.destination = Destination(base: snapshot.base, pool: pool)
        self.signer = RequestSigner(snapshot.credential, base: snapshot.base)
        let injected: InjectedCredential
        if case .fixed(let credential) = snapshot.credential { injected = credential } else { injected = .init() }
        self.credentialLines = injected.headers.flatMap { field in
            Array("\(field.name): ".utf8) + field.value.revealBytes() + [0x0D, 0x0A]
        }
        let taken = injected.headers.map(\.name) + (self.signer?.takenNames ?? [])
        self.credentialNames = taken.map { PreparedName($0) }
        self.credentialQuery = Array(
            injected.query.map { field in
                PercentEncoding.encode(Array(field.name.utf8)) + [0x3D]
                    + PercentEncoding.encode(field.value.revealBytes())
            }.joined(separator: [0x26]))
        self.credentialQueryNames = injected.query.map { Array($0.name.utf8) }
        let lowercased = Set(taken.map { $0.lowercased() })
        self.staticHeaders = snapshot.staticHeaders
            .filter { !lowercased.contains($0.name.lowercased()) }.map { PreparedStaticHeader($0) }
    }
}

/// Where a request goes: the pool that leads there and the bytes that depend on it.
package final class Destination {
    let base: UpstreamBase
    let pool: UpstreamPool
    /// `Host: authority CR LF`.
    let hostLine: [UInt8]
    let pathPrefix: [UInt8]
    /// `scheme://authority`, lower case, as it stands in a `Location` into the upstream's own origin.
    let origin: [UInt8]

    package init(base: UpstreamBase, pool: UpstreamPool) {
        self.base = base
        self.pool = pool
        self.hostLine = Array("Host: \(base.authority)\r\n".utf8)
        self.pathPrefix = Array(base.pathPrefix.utf8)
        self.origin = Array("\(base.scheme.rawValue)://\(base.authority)".utf8)
    }
}

/// A field name ready to be compared with the lines of a head.
struct PreparedName {
    let key: FieldKey
    private let bytes: [UInt8]

    init(_ name: String) {
        self.key = FieldKey(name.utf8)
        self.bytes = Array(name.utf8)
    }

    @inline(__always)
    func isName(of line: FieldLine, in head: Span<UInt8>) -> Bool {
        self.key == line.key
            && head.matches(line.nameRange, ignoringCase: self.bytes.span, ByteRange(start: 0, end: self.bytes.count))
    }
}

/// An integration's own field, which gives way to the caller's.
struct PreparedStaticHeader {
    let name: PreparedName
    let line: [UInt8]

    init(_ header: StaticHeader) {
        self.name = PreparedName(header.name)
        self.line = Array("\(header.name): \(header.value)\r\n".utf8)
    }
}
