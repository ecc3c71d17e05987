//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Egress
import Model
import NIOCore
import NIOPosix
import Synchronization
import TestSupport

/// A data plane on loopback between raw callers and a scripted vendor.
final class PlaneUnderTest: Sendable {
    static let key = "pt-test-key"

    let plane: ShardGroup
    let store: StubStore
    let records: RecordList
    let vendor: ScriptedVendor
    let connection: ConnectionID
    private let account: Account
    private let isDrained = Mutex(false)

    private init(
        _ plane: ShardGroup, _ store: StubStore, _ records: RecordList, _ vendor: ScriptedVendor, _ account: Account
    ) throws {
        self.plane = plane
        self.records = records
        self.store = store
        self.vendor = vendor
        self.account = account
        self.connection = try account.snapshot().id
    }

    /// Starts a plane whose one connection leads to the vendor, or to another local port.
    static func start(
        shards: Int = 1, to port: UInt16? = nil, tlsHost: String? = nil, isRefreshable: Bool = false,
        credential: CredentialScheme? = nil, capture: BodyCapture = .off,
        _ change: (inout DataPlaneConfiguration) -> Void = { _ in }
    ) async throws -> PlaneUnderTest {
        let vendor = try ScriptedVendor()
        let port = port ?? vendor.port
        var configuration = DataPlaneConfiguration(
            host: "127.0.0.1", port: 0, shards: shards, controlSocketPath: "/nonexistent/control.sock")
        configuration.egressExceptions = [try EgressException(parsing: "127.0.0.1:\(port)")]
        change(&configuration)
        var account = Account(
            base: UpstreamBase(
                scheme: tlsHost == nil ? .http : .https, host: tlsHost ?? "127.0.0.1", port: port, pathPrefix: ""))
        account.isRefreshable = isRefreshable
        account.credential = credential
        account.capture = capture
        let store = StubStore()
        store.set(try account.snapshot().id, .found(try account.snapshot()))
        store.set(Self.key, .found(Caller(keyID: "pt-test", workspace: WorkspaceID(high: 1, low: 1))))
        let records = RecordList()
        let plane = try await ShardGroup.start(
            configuration, source: store, digest: { StubStore.digest($0) }, records: records)
        return try PlaneUnderTest(plane, store, records, vendor, account)
    }

    /// What the store says of the connection from now on.
    func set(version: UInt64, isPaused: Bool = false, expiresAt: Timestamp? = nil, renewAt: Timestamp? = nil) throws {
        var snapshot = try self.snapshot(version: version, isPaused: isPaused)
        snapshot.expiresAt = expiresAt
        snapshot.renewAt = renewAt
        self.store.set(self.connection, .found(snapshot))
    }

    private func snapshot(version: UInt64, isPaused: Bool = false) throws -> ConnectionSnapshot {
        var account = self.account
        account.headers = [
            CredentialField(name: "Authorization", value: Secret("Bearer canary-credential-\(version)"))
        ]
        return try account.snapshot(version: version, isPaused: isPaused)
    }

    /// Whoever asks gets a fresh credential from now on; nobody is told to forget the old one.
    func renew(version: UInt64 = 2, answer: RefreshAnswer = .refreshed, isHeld: Bool = false) throws {
        let renewed = answer == .refreshed ? SnapshotAnswer.found(try self.snapshot(version: version)) : nil
        self.store.answerRefreshes(answer, renewed: renewed, isHeld: isHeld)
    }

    /// The credentials that the vendor was sent, by their last character.
    var credentials: String {
        self.vendor.requests.compactMap { $0.head.value("authorization")?.last.map(String.init) }.joined()
    }

    func counters() throws -> Counters {
        let plane = self.plane
        return try Blocking.wait { await plane.counters() }
    }

    func caller(receiveBuffer: Int32? = nil) throws -> RawSocket {
        try RawSocket(port: UInt16(self.plane.port), receiveBuffer: receiveBuffer)
    }

    /// A request by the key that is known.
    static func request(
        _ method: String = "GET", _ path: String = "/x", fields: [String] = [], key: String = key, body: String = ""
    ) -> String {
        let lines = ["Host: gateway", "Authorization: \(key)"] + fields
        return "\(method) /passthrough/\(Account.id)\(path) HTTP/1.1\r\n"
            + lines.map { $0 + "\r\n" }.joined() + "\r\n" + body
    }

    /// Exchanges on a channel of its own, so that the loop has turned over many times when it returns.
    func passTime(exchanges: Int = 50) throws {
        let caller = try self.caller()
        for _ in 0..<exchanges {
            try caller.send(Self.request(key: "pt-nobody"))
            _ = try caller.readResponse()
        }
    }

    // The plane's own doors, for a thread that may block.

    func forget(_ change: Change) throws {
        let plane = self.plane
        try Blocking.wait { await plane.forget(change) }
    }

    /// Lets the shards look at their deadlines as if `time` had gone by.
    func sweep(after time: Duration) throws {
        let plane = self.plane
        try Blocking.wait { await plane.sweep(.now() + time) }
    }

    func drain(within limit: Duration = .seconds(5)) throws -> Int {
        try Blocking.wait { await self.drainOnce(within: limit) }
    }

    /// A plane can be drained once.
    func drainOnce(within limit: Duration) async -> Int {
        let wasDrained = self.isDrained.withLock { isDrained in
            defer { isDrained = true }
            return isDrained
        }
        return wasDrained ? 0 : await self.plane.drain(within: limit)
    }

    /// Runs a test's blocking part, then stops the plane.
    func run(_ body: @escaping @Sendable (PlaneUnderTest) throws -> Void) async throws {
        do {
            try await Blocking.run { try body(self) }
        } catch {
            _ = await self.drainOnce(within: .zero)
            throw error
        }
        _ = await self.drainOnce(within: .seconds(5))
    }
}

/// Raw sockets block: their tests run on threads beside those that `async` code needs, in the test's own task.
final class Blocking: TaskExecutor {
    private static let executor = Blocking()
    private let threads = NIOThreadPool(numberOfThreads: 64)

    private init() { self.threads.start() }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.threads.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withTaskExecutorPreference(Self.executor) { try body() }
    }

    /// Runs `body` while the calling thread, one of `run`, waits.
    static func wait<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws -> Result {
        try Self.start(body).wait()
    }

    /// Runs `body` beside the calling thread.
    static func start<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) -> EventLoopFuture<Result> {
        MultiThreadedEventLoopGroup.singleton.next().makeFutureWithTask(body)
    }
}
