//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Foundation
import Logging
import Model
import Storage
import Synchronization
import Testing
import Vault

/// Processes on one database file, a clock that stands still until it is moved, and a vendor.
final class RefreshRig: Sendable {
    /// The services of one process.
    struct Process: Sendable {
        let role: String
        let store: Store
        let connections: ConnectionService
        let snapshots: SnapshotService
        let refresh: RefreshService
        let sweep: RefreshSweep
        let revocations: Revocations
    }

    let directory: URL
    /// Whether one process has the database: another one knows of what is committed, not of what the first has noted.
    let isAlone: Bool
    let vendor: ModelVendor
    let vault: Vault
    let workspace: WorkspaceID
    let clock = Mutex<Int64>(1_700_000_000_000)
    /// Failpoints at which the next flights end, and how often they were passed since.
    let traps = Mutex<[Failpoint: Int]>([:])
    let passed = Mutex<Set<Failpoint>>([])
    let calls = Mutex<[OwnCall]>([])
    let notices = Mutex<[ConnectionNotice.Event]>([])
    let forgotten = Mutex<[Change]>([])
    /// What processes of each role noted and did not settle.
    let noted = Mutex<[String: [String]]>([:])

    init(_ rule: ModelVendor.Rule, isAlone: Bool = true) async throws {
        self.isAlone = isAlone
        self.directory = FileManager.default.temporaryDirectory.appendingPathComponent("refresh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        self.vendor = ModelVendor(rule)
        let store = try await Installation.store(self.directory)
        let ring = try await Installation.custody(store, self.directory).open()
        self.vault = Vault(keys: ring)
        let workspaces = WorkspaceService(
            store: store, hasher: KeyHasher(pepper: ring.pepper), surroundings: Installation.World().surroundings)
        self.workspace = try await workspaces.open(makesFirstKey: false).workspace
    }

    func remove() { try? FileManager.default.removeItem(at: self.directory) }

    var now: Timestamp { Timestamp(milliseconds: self.clock.withLock { $0 }) }

    func advance(seconds: Int64) { self.clock.withLock { $0 += seconds * 1000 } }

    /// Ends the flight that next comes to the point for the `nth` time.
    func trap(_ point: Failpoint, nth: Int = 1) { self.traps.withLock { $0[point] = nth } }

    private func reached(_ point: Failpoint) throws(RefreshError) {
        self.passed.withLock { _ = $0.insert(point) }
        if point == .answerCommitted { self.vendor.kept(by: currentTask()) }
        let isTrapped = self.traps.withLock { traps in
            guard let count = traps[point] else { return false }
            traps[point] = count == 1 ? nil : count - 1
            return count == 1
        }
        if isTrapped { throw .abandoned }
    }

    /// Starts a process; one of a role that ran before takes up what that left.
    func process(_ role: String = "server", life: Int64 = 3_600) async throws -> Process {
        let store = try await Installation.store(self.directory)
        let surroundings = Surroundings(
            now: { self.now },
            random: { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } },
            changed: { change in self.forgotten.withLock { $0.append(change) } })
        var settings = RefreshSettings()
        settings.sleep = { duration in
            self.clock.withLock { $0 += duration.components.attoseconds / 1_000_000_000_000_000 }
            await Task.yield()
        }
        let source = ModelSource(vendor: self.vendor, life: life)
        let log = CallLog(
            record: { call in self.calls.withLock { $0.append(call) } },
            notice: { notice, _ in self.notices.withLock { $0.append(notice.event) } })
        let refresh = RefreshService(
            store: store, vault: self.vault, source: source, surroundings: surroundings, settings: settings, log: log,
            journal: self.journal(role),
            failpoints: Failpoints { point throws(RefreshError) in try self.reached(point) }, role: role,
            logger: Self.silence)
        let revocations = Revocations(vault: self.vault, source: source, surroundings: surroundings, log: log)
        let catalog = try Catalog(files: [])
        return Process(
            role: role, store: store,
            connections: ConnectionService(
                store: store, vault: self.vault, catalog: catalog, surroundings: surroundings,
                revocations: revocations),
            snapshots: SnapshotService(
                store: store, vault: self.vault, catalog: catalog, refresh: refresh, logger: Self.silence),
            refresh: refresh, sweep: RefreshSweep(refresh), revocations: revocations)
    }

    /// A file that is read when a process starts; what is noted is kept whatever happens to the process.
    private func journal(_ role: String) -> AnswerJournal {
        let open = Mutex(0)
        let left = self.noted.withLock { $0[role] ?? [] }
        return AnswerJournal(
            append: { line in
                open.withLock { $0 += 1 }
                if self.isAlone { self.vendor.kept(by: currentTask()) }
                self.noted.withLock { $0[role, default: []].append(line) }
            },
            settle: {
                let isLast = open.withLock { count in
                    count -= 1
                    return count == 0
                }
                if isLast { self.noted.withLock { $0[role] = [] } }
            },
            left: { left }, clear: { self.noted.withLock { $0[role]?.removeAll { left.contains($0) } } })
    }

    private static let silence = Logger(label: "refresh") { _ in SwiftLogNoOpLogHandler() }

    /// The tokens of a new consent, as a customer's credentials.
    func auth(life: Int64 = 3_600) -> ConnectionAuth {
        let tokens = self.vendor.consent()
        var auth = ConnectionAuth()
        auth.apiURL = "https://api.example"
        auth.accessToken = Secret(tokens.access)
        auth.refreshToken = Secret(tokens.refresh)
        auth.expiresIn = life
        return auth
    }

    func connect(_ process: Process, life: Int64 = 3_600) async throws -> Connection {
        try await process.connections.create(
            ConnectionDraft(integrationType: "generic", auth: self.auth(life: life)), in: self.workspace)
    }

    /// What a request would be sent with, if anything.
    func token(_ id: ConnectionID, _ process: Process) async -> String? {
        guard case .found(let snapshot) = await process.snapshots.snapshot(for: id),
            case .fixed(let injected) = snapshot.credential, let field = injected.headers.first
        else { return nil }
        return field.value.revealText().split(separator: " ").last.map(String.init)
    }

    func version(_ id: ConnectionID, _ process: Process) async -> UInt64 {
        guard case .found(let snapshot) = await process.snapshots.snapshot(for: id) else { return 0 }
        return snapshot.version
    }

    func row(_ id: ConnectionID, _ process: Process) async throws -> ConnectionRow? {
        try await process.store.read { try $0.connections.find(id) }
    }

    /// The tokens in a row.
    func opened(_ row: ConnectionRow) throws -> (access: String, refresh: String) {
        let context = SealContext(
            workspace: row.workspace, connection: row.id, field: "auth", version: row.sealedVersion)
        let secret = try self.vault.open(Sealed(wrappedKey: row.wrappedKey, ciphertext: row.sealedAuth), for: context)
        guard case .object(let members) = try JSONValue(parsing: secret.revealText()),
            case .string(let access)? = members["access_token"], case .string(let refresh)? = members["refresh_token"]
        else { return ("", "") }
        return (access, refresh)
    }

    func attempts(_ id: ConnectionID, _ process: Process) async throws -> [RefreshAttempt] {
        try await process.store.read { try $0.refreshes.attempts(of: id) }
    }
}
