//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model

/// A connection as a shard keeps it, in a cache with others.
///
/// Everything of the data plane that has to be made before it can be measured is made here.
struct SampleAccount {
    typealias Cache = LoadingCache<ConnectionID, ConnectionSnapshot, PreparedConnection>

    let connection: PreparedConnection
    private let cache: Cache
    private let ids: [ConnectionID]

    init(others: UInt64 = 999) throws {
        guard let id = ConnectionID(Messages.connection) else { throw BenchmarkFailure.refused("connection") }
        self.ids = [id] + (0..<others).map { ConnectionID(high: $0, low: 7) }
        self.connection = Self.prepared(Self.snapshot(id))
        self.cache = Cache(capacity: 100_000, ask: { _ in }, keep: { (Self.prepared($0), .seconds(3600)) })
        for id in self.ids {
            guard self.cache.load(id, done: { _ in }) else { throw BenchmarkFailure.refused("load") }
            self.cache.arrived(id, Self.snapshot(id))
        }
    }

    /// Looks so many connections up, one after the other.
    func lookUp(_ times: Int) throws -> Int {
        let now = Moment.now()
        var sum = 0
        for number in 0..<times {
            guard self.cache.lookup(self.ids[number % self.ids.count], now: now) != nil else {
                throw BenchmarkFailure.refused("cache hit")
            }
            sum &+= 1
        }
        return sum
    }

    private static func snapshot(_ id: ConnectionID) -> ConnectionSnapshot {
        ConnectionSnapshot(
            id: id, version: 1, workspace: WorkspaceID(high: 1, low: 1), integrationType: "vendor", isPaused: false,
            base: UpstreamBase(scheme: .https, host: "api.vendor.example", port: 443, pathPrefix: "/api"),
            credential: .fixed(
                InjectedCredential(
                    headers: [CredentialField(name: "Authorization", value: Secret("Bearer vendor-credential"))],
                    query: [])),
            staticHeaders: [StaticHeader(name: "X-Api-Version", value: "2023-06-01")], allowedHosts: [])
    }

    private static func prepared(_ snapshot: ConnectionSnapshot) -> PreparedConnection {
        let pool = UpstreamPool(key: PoolKey(snapshot.base, workspace: snapshot.workspace))
        return PreparedConnection(snapshot, pool: pool)
    }
}
