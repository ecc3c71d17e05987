//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Logging
package import Model
internal import ServiceLifecycle
internal import Synchronization

/// Takes calls from whoever made them and writes them to the log, many in one transaction.
///
/// 1. Taking a call never waits: above `mostWaiting` calls are dropped and counted.
/// 2. Calls are written twice a second, or as soon as a batch is full; a pause behind each batch in proportion to what
///    it took keeps writing from taking the time of requests.
/// 3. When the program ends everything that was taken is written before `run` returns.
package final class CallRecorder: Service {
    private struct Waiting {
        var calls: [LoggedCall] = []
        var dropped: UInt64 = 0
        var written: UInt64 = 0
    }

    /// Calls that wait to be written; with their bodies some 20 MB at the very most.
    package static let mostWaiting = 10_000
    /// Calls of one transaction.
    package static let batch = 1_000
    /// How long calls are gathered.
    private static let interval = Duration.milliseconds(500)
    /// What a batch took times this is the pause behind it.
    private static let pause = 3

    private let writer: CallWriter
    private let logger: Logger
    private let waiting = Mutex(Waiting())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    package init(writer: CallWriter, logger: Logger) {
        self.writer = writer
        self.logger = logger
        (self.signals, self.signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes exchanges; those of nobody are left out.
    ///
    /// The count is asked for first, so that nothing is made of exchanges that would be dropped.
    package func add(count: Int, _ records: () -> [RequestRecord]) {
        let room = self.waiting.withLock { waiting in
            let room = Self.mostWaiting - waiting.calls.count
            if room <= 0 { waiting.dropped &+= UInt64(count) }
            return room
        }
        guard room > 0 else { return }
        self.add(records().compactMap(LoggedCall.init))
    }

    package func add(_ call: OwnCall) { self.add([.own(call)]) }

    private func add(_ calls: [LoggedCall]) {
        guard !calls.isEmpty else { return }
        let wasEmpty = self.waiting.withLock { waiting in
            let wasEmpty = waiting.calls.isEmpty
            let taken = calls.prefix(max(0, Self.mostWaiting - waiting.calls.count))
            waiting.calls += taken
            waiting.dropped &+= UInt64(calls.count - taken.count)
            return wasEmpty
        }
        if wasEmpty { self.signal.yield() }
    }

    /// Calls that are not in the log because it was written too slowly or not at all.
    package var dropped: UInt64 { self.waiting.withLock { $0.dropped } }

    /// Calls that were given to the log.
    package var written: UInt64 { self.waiting.withLock { $0.written } }

    package func run() async throws {
        for await _ in self.signals.cancelOnGracefulShutdown() {
            await self.gather()
            await self.writeAll(pausing: true)
        }
        await self.writeAll(pausing: false)
    }

    /// Returns when a batch is full or calls were gathered for long enough.
    private func gather() async {
        for _ in 0..<10 {
            if self.waiting.withLock({ $0.calls.count }) >= Self.batch { return }
            guard (try? await Task.sleep(for: Self.interval / 10)) != nil else { return }
        }
    }

    private func writeAll(pausing: Bool) async {
        while true {
            let calls = self.waiting.withLock { waiting in
                let calls = Array(waiting.calls.prefix(Self.batch))
                waiting.calls.removeFirst(calls.count)
                return calls
            }
            guard !calls.isEmpty else { return }
            let clock = ContinuousClock()
            let start = clock.now
            await self.write(calls)
            if pausing { try? await Task.sleep(for: (clock.now - start) * Self.pause) }
            // What came meanwhile is gathered first, unless it is a batch already.
            if pausing, self.waiting.withLock({ $0.calls.count }) < Self.batch {
                if self.waiting.withLock({ !$0.calls.isEmpty }) { self.signal.yield() }
                return
            }
        }
    }

    private func write(_ calls: [LoggedCall]) async {
        do {
            try await self.writer.write(calls)
            self.waiting.withLock { $0.written &+= UInt64(calls.count) }
        } catch {
            self.waiting.withLock { $0.dropped &+= UInt64(calls.count) }
            self.logger.warning(
                "calls could not be logged", metadata: ["count": "\(calls.count)", "reason": "\(error)"])
        }
    }
}
