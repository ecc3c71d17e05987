//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Storage
import Synchronization
import TestSupport
import Testing

/// Random events over one or two processes, and what must hold whatever they are.
///
/// 1. The vendor never sees two requests of one connection at once.
/// 2. Serials in the row never fall, unless a customer gave other tokens; then the older family never comes back.
/// 3. A deleted connection never comes back.
/// 4. When all is quiet no answer is left unread, and none that was durable was not used.
/// 5. Then a vendor with a reuse window has lost no connection, and a strict one only such whose answer was cut or came
///    to an end before it was durable: noted when there is one process, committed when there are two.
@Suite
struct RefreshSequenceTests {
    private struct Course {
        let rig: RefreshRig
        let seed: UInt64
        var random: Seeded
        var processes: [RefreshRig.Process]
        var id: ConnectionID
        var latest = (family: 0, serial: 0)
        var isDeleted = false
        var restarts = 0
    }

    @Test(arguments: 1...64 as ClosedRange<UInt64>)
    func invariantsHold(seed: UInt64) async throws {
        var random = Seeded(seed)
        let isAlone = random.once(in: 2)
        let rig = try await RefreshRig(random.pick(ModelVendor.Rule.allCases), isAlone: isAlone)
        defer { rig.remove() }
        var processes = [try await rig.process("one")]
        if !isAlone { processes.append(try await rig.process("two")) }
        let made = try await rig.connect(processes[0])
        var course = Course(rig: rig, seed: seed, random: random, processes: processes, id: made.id)
        for _ in 0..<30 {
            try await self.step(&course)
            try await self.check(&course)
        }
        try await self.quieten(&course)
    }

    private func step(_ course: inout Course) async throws {
        let rig = course.rig
        let process = course.random.pick(course.processes)
        switch course.random.below(20) {
        case 0..<5: rig.advance(seconds: Int64(course.random.pick([1, 5, 40, 600, 3_400, 3_700])))
        case 5..<8: rig.vendor.state.withLock { $0.weather.append(course.random.pick(Self.weather)) }
        case 8..<11: rig.trap(course.random.pick(Failpoint.allCases), nth: 1 + course.random.below(2))
        case 11..<13: try await self.restart(&course)
        case 13: await process.sweep.sweep()
        case 14: try await self.change(&course, process)
        case 15 where course.random.once(in: 6): try await self.delete(&course, process)
        default: await self.ask(&course)
        }
    }

    private static let weather: [ModelVendor.Weather] = [.fair, .unreachable, .cut, .unavailable, .busy]

    /// Several callers in both processes at once.
    private func ask(_ course: inout Course) async {
        let (rig, id, processes) = (course.rig, course.id, course.processes)
        let isRefusal = course.random.once(in: 2)
        var versions: [UInt64] = []
        for process in processes { versions.append(await rig.version(id, process)) }
        let refused = versions
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                let process = processes[number % processes.count]
                group.addTask {
                    guard isRefusal else {
                        _ = await rig.token(id, process)
                        return
                    }
                    _ = await process.refresh.refused(id, version: refused[number % processes.count])
                }
            }
        }
        for process in processes { await process.refresh.settle() }
    }

    /// One process is gone and another one takes its place.
    private func restart(_ course: inout Course) async throws {
        let index = course.random.below(course.processes.count)
        await course.processes[index].refresh.settle()
        let role = course.processes[index].role
        course.processes[index] = try await course.rig.process(role)
        // A process that does not get through it ends, and is started again.
        try? await course.processes[index].refresh.recover(role: role)
        course.rig.traps.withLock { traps in
            traps[.recoverBefore] = nil
            traps[.recoverDone] = nil
        }
        try? await course.processes[index].refresh.recover(role: role)
        course.restarts += 1
    }

    private func change(_ course: inout Course, _ process: RefreshRig.Process) async throws {
        guard !course.isDeleted else { return }
        var patch = ConnectionPatch()
        patch.externalXref = "customer-\(course.random.below(100))"
        if course.random.once(in: 2) { patch.auth = course.rig.auth() }
        _ = try await process.connections.update(course.id, with: patch, in: course.rig.workspace)
    }

    private func delete(_ course: inout Course, _ process: RefreshRig.Process) async throws {
        guard !course.isDeleted else { return }
        try await process.connections.delete(course.id, in: course.rig.workspace)
        await process.revocations.settle()
        course.isDeleted = true
    }

    private func check(_ course: inout Course) async throws {
        #expect(course.rig.vendor.state.withLock { $0.parallel } == 0, "two requests at once, seed \(course.seed)")
        let row = try await course.rig.row(course.id, course.processes[0])
        #expect((row == nil) == course.isDeleted, "seed \(course.seed)")
        guard let held = try await self.held(course) else { return }
        #expect(
            held >= course.latest, "\(held) after \(course.latest), seed \(course.seed), rule \(course.rig.vendor.rule)"
        )
        course.latest = held
    }

    /// Family and serial of the token that requests are sent with, or would be were it valid.
    private func held(_ course: Course) async throws -> (family: Int, serial: Int)? {
        guard let row = try await course.rig.row(course.id, course.processes[0]) else { return nil }
        return ModelVendor.parts(try course.rig.opened(row).access)
    }

    /// Lets everything come to rest in fair weather, and looks at what is left.
    private func quieten(_ course: inout Course) async throws {
        let rig = course.rig
        rig.traps.withLock { $0 = [:] }
        rig.vendor.state.withLock { $0.weather = [] }
        for index in course.processes.indices {
            let role = course.processes[index].role
            course.processes[index] = try await rig.process(role)
            try await course.processes[index].refresh.recover(role: role)
        }
        rig.advance(seconds: 2_000)
        await course.processes[0].sweep.sweep()
        rig.advance(seconds: 3_700)
        let token = await rig.token(course.id, course.processes[course.processes.count - 1])
        try await self.check(&course)
        let attempts = try await rig.attempts(course.id, course.processes[0])
        #expect(attempts.allSatisfy { $0.state == .closed || $0.state == .unanswered }, "seed \(course.seed)")
        guard !course.isDeleted else { return }
        let books = rig.vendor.state.withLock { ($0.kept, $0.issued) }
        if token == nil {
            #expect(rig.vendor.rule == .strict, "lost with \(rig.vendor.rule), seed \(course.seed)")
            #expect(books.0 != books.1, "lost though all was durable, seed \(course.seed)")
        }
        #expect(course.latest.serial >= (books.0.max() ?? 0) || course.latest.family > 1, "seed \(course.seed)")
    }
}
