//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Wire

/// A connection of the tests, and what its requests and responses become.
struct Account {
    static let id = "0123456789abcdef01234567"
    static let canary = "canary-credential-1"

    var base = UpstreamBase(scheme: .https, host: "api.vendor.example", port: 443, pathPrefix: "")
    var headers = [CredentialField(name: "Authorization", value: Secret("Bearer canary-credential-1"))]
    var query: [CredentialField] = []
    var staticHeaders: [StaticHeader] = []
    var allowedHosts: [HostPattern] = []
    var isRefreshable = false
    var capture = BodyCapture.off
    /// Instead of `headers` and `query`.
    var credential: CredentialScheme?

    func snapshot(version: UInt64 = 1, isPaused: Bool = false) throws -> ConnectionSnapshot {
        guard let id = ConnectionID(Self.id) else { throw Malformed() }
        var snapshot = ConnectionSnapshot(
            id: id, version: version, workspace: WorkspaceID(high: 1, low: 1), integrationType: "vendor",
            isPaused: isPaused, base: self.base,
            credential: self.credential ?? .fixed(InjectedCredential(headers: self.headers, query: self.query)),
            staticHeaders: self.staticHeaders, allowedHosts: self.allowedHosts)
        snapshot.isRefreshable = self.isRefreshable
        snapshot.capture = self.capture
        return snapshot
    }

    func prepared() throws -> PreparedConnection {
        let pool = UpstreamPool(key: PoolKey(self.base, workspace: WorkspaceID(high: 1, low: 1)))
        return PreparedConnection(try self.snapshot(), pool: pool)
    }

    /// What became of a request.
    enum Sent: Equatable {
        case head(String)
        case refused(GatewayFailure)
        /// Not a passthrough request, or not one that parses.
        case elsewhere
    }

    /// The head that goes up for `request`, by the same steps as in a shard.
    func send(_ request: [UInt8], _ prepared: PreparedConnection) -> Sent {
        let bytes = request.span
        var parser = RequestHeadParser()
        guard case .complete(let head) = parser.parse(bytes),
            case .passthrough(_, let rest, let query) = Route.read(bytes, head.target)
        else { return .elsewhere }
        let target: PassthroughTarget
        switch PassthroughTarget.read(bytes, rest: rest, query: query, section: parser.section) {
        case .failure(let failure): return .refused(failure)
        case .success(let read): target = read
        }
        var destination = prepared.destination
        if let domain = target.domain {
            switch DomainOverride.destination(domain, base: self.base, allowed: self.allowedHosts) {
            case .failure(let failure): return .refused(failure)
            case .success(let base):
                let pool = UpstreamPool(key: PoolKey(base, workspace: WorkspaceID(high: 1, low: 1)))
                destination = Destination(base: base, pool: pool)
            }
        }
        let out = OutputBuffer()
        RequestRewriter(connection: prepared, destination: destination, target: target)
            .write(bytes, head, parser.section, into: out)
        return .head(String(decoding: out.bytes, as: UTF8.self))
    }

    /// The upstream's request target for a raw target below the connection, where `~` is `/passthrough/{id}`.
    func target(_ raw: String, userAgent: String? = nil) throws -> Target {
        let path = raw.first == "~" ? "/passthrough/\(Self.id)" + raw.dropFirst() : raw
        let agent = userAgent.map { "User-Agent: \($0)\r\n" } ?? ""
        switch self.send(Array("GET \(path) HTTP/1.1\r\nHost: x\r\n\(agent)\r\n".utf8), try self.prepared()) {
        case .elsewhere: return .elsewhere
        case .refused(let failure): return .refused(failure)
        case .head(let head):
            let parts = head.prefix { $0 != "\r\n" }.split(separator: " ")
            guard parts.count == 3 else { throw Malformed() }
            return .sent(String(parts[1]))
        }
    }

    enum Target: Equatable {
        case sent(String)
        case refused(GatewayFailure)
        case elsewhere
    }

    struct Malformed: Error {}
}
