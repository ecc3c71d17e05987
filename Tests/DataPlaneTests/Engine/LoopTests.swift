//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Glibc
import Synchronization
import TestSupport
import Testing

/// The numbered invariants of `Loop`.
@Suite(.timeLimit(.minutes(2)))
struct LoopTests {
    /// Runs on a loop, and keeps what it was asked in which order.
    actor Resident {
        private nonisolated let loop: Loop
        private(set) var seen: [Int] = []
        private var isStopping = false

        nonisolated var unownedExecutor: UnownedSerialExecutor { self.loop.asUnownedSerialExecutor() }

        private init(_ loop: Loop) { self.loop = loop }

        static func start() throws -> Resident {
            let resident = Resident(try Loop())
            try resident.loop.start {
                resident.assumeIsolated { isolated in
                    while !isolated.isStopping { isolated.loop.waitForJobs() }
                }
            }
            return resident
        }

        func note(_ number: Int) { self.seen.append(number) }

        func stop() { self.isStopping = true }

        /// The thread that runs it.
        var thread: UInt { UInt(pthread_self()) }
    }

    /// Invariant 1.
    @Test
    func jobsRunOnOneThreadInTheOrderOfEachWhoAsks() async throws {
        let resident = try Resident.start()
        await withTaskGroup(of: Void.self) { group in
            for asker in 0..<8 {
                group.addTask { for number in 0..<2_000 { await resident.note(asker * 10_000 + number) } }
            }
        }
        let seen = await resident.seen
        #expect(seen.count == 16_000)
        for asker in 0..<8 {
            #expect(seen.filter { $0 / 10_000 == asker }.map { $0 % 10_000 } == Array(0..<2_000))
        }
        let thread = await resident.thread
        for _ in 0..<100 { #expect(await resident.thread == thread) }
        await resident.stop()
    }

    /// Invariant 2: who asks while it stops, and after it has, gets an answer in order.
    @Test
    func jobsOfAStoppedLoopStillRun() async throws {
        for round in 0..<200 {
            let resident = try Resident.start()
            async let asked: Void = {
                for number in 0..<50 { await resident.note(number) }
            }()
            if round.isMultiple(of: 2) { await Task.yield() }
            await resident.stop()
            await asked
            await resident.note(50)

            #expect(await resident.seen == Array(0...50))
        }
    }

    /// A thousand loops come and go, and leave no thread and no descriptor.
    @Test
    func aStoppedLoopLeavesNothingBehind() async throws {
        let before = Self.held()
        for _ in 0..<1_000 {
            let resident = try Resident.start()
            await resident.note(1)
            await resident.stop()
        }

        // Other tests open and close some meanwhile: by far fewer than a thousand.
        #expect(eventually { Self.held().threads < before.threads + 300 })
        #expect(eventually { Self.held().descriptors < before.descriptors + 700 })
    }

    /// The same of whole planes, with what they listen on.
    @Test
    func aStoppedPlaneLeavesNothingBehind() async throws {
        let configuration = DataPlaneConfiguration(
            host: "127.0.0.1", port: 0, shards: 2, controlSocketPath: "/nonexistent/control.sock")
        let before = Self.held()
        for _ in 0..<500 {
            let plane = try await ShardGroup.start(configuration, source: StubStore()) { StubStore.digest($0) }
            _ = await plane.drain(within: .zero)
        }

        #expect(eventually { Self.held().threads < before.threads + 300 })
        #expect(eventually { Self.held().descriptors < before.descriptors + 700 })
    }

    /// What cannot be started has to leave nothing either.
    @Test
    func aPlaneThatCannotListenLeavesNothingBehind() async throws {
        let taken = try ListeningSocket(host: "127.0.0.1", port: 0)
        defer { close(taken.descriptor) }
        let configuration = DataPlaneConfiguration(
            host: "127.0.0.1", port: taken.port, shards: 2, controlSocketPath: "/nonexistent/control.sock")
        let before = Self.held()
        for _ in 0..<500 {
            await #expect(throws: SystemError(number: EADDRINUSE)) {
                try await ShardGroup.start(configuration, source: StubStore()) { StubStore.digest($0) }
            }
        }

        #expect(eventually { Self.held().threads < before.threads + 300 })
        #expect(eventually { Self.held().descriptors < before.descriptors + 700 })
    }

    /// Threads and descriptors of this process.
    static func held() -> (threads: Int, descriptors: Int) {
        (Self.entries("/proc/self/task"), Self.entries("/proc/self/fd"))
    }

    private static func entries(_ path: String) -> Int {
        guard let directory = opendir(path) else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }
}
