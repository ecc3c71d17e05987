//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform
import Dispatch
import Glibc
import Synchronization

/// One thread that waits for events, and runs the jobs of the actor whose executor it is.
///
///     started ──▶ running ──stop──▶ stopped
///
/// 1. Jobs run on the loop's thread, between two batches of events, in the order in which they came.
/// 2. Once stopped, jobs run in order on a queue of the system: whoever still asks gets an answer.
package final class Loop: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        /// Whether the descriptor that wakes the thread was written to since it last looked.
        var isWoken = false
        var isStopped = false
    }

    package let epoll: Int32
    private let wake: Int32
    private let state = Mutex(State())
    private let thread = Mutex<pthread_t?>(nil)
    private let afterlife = DispatchQueue(label: "passthrough.stopped-loop")

    /// The token of the descriptor that wakes the loop.
    static var wakeToken: UInt64 { .max }

    package init() throws(SystemError) {
        self.epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        self.wake = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard self.epoll >= 0, self.wake >= 0,
            passthrough_epoll_control(self.epoll, EPOLL_CTL_ADD, self.wake, EPOLLIN.rawValue, Self.wakeToken) == 0
        else { throw SystemError(number: errno) }
    }

    deinit {
        close(self.epoll)
        close(self.wake)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isStopped, mustWake) = self.state.withLock { state in
            guard !state.isStopped else { return (true, false) }
            state.jobs.append(job)
            let mustWake = !state.isWoken
            state.isWoken = true
            return (false, mustWake)
        }
        if isStopped {
            self.afterlife.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
        } else if mustWake {
            eventfd_write(self.wake, 1)
        }
    }

    package func checkIsolated() {
        let isOurs = self.thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
        precondition(isOurs, "not on this loop's thread")
    }

    /// Runs `body` on a thread of its own; when it returns the loop has stopped.
    package func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let thread = ThreadBody {
            self.thread.withLock { $0 = pthread_self() }
            body()
            self.stop()
        }
        var number = pthread_t()
        let context = Unmanaged.passRetained(thread)
        let result = pthread_create(&number, nil, { ThreadBody.run($0) }, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw SystemError(number: result)
        }
        pthread_detach(number)
    }

    /// Waits for jobs alone, and runs them.
    package func waitForJobs() {
        var event = epoll_event()
        if epoll_wait(self.epoll, &event, 1, -1) == 1 { self.runJobs() }
    }

    /// Runs the jobs that have come.
    package func runJobs() {
        var value: eventfd_t = 0
        eventfd_read(self.wake, &value)
        let jobs = self.state.withLock { state in
            state.isWoken = false
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    private func stop() {
        let jobs = self.state.withLock { state in
            state.isStopped = true
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs { self.afterlife.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) } }
    }
}

/// What a new thread does.
private final class ThreadBody {
    private let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }

    static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context = context else { return nil }
        Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
        return nil
    }
}

/// What the system answered to a call that failed.
package struct SystemError: Error, Equatable {
    /// As in `errno`.
    package let number: Int32

    package init(number: Int32) { self.number = number }

    package static var last: SystemError { SystemError(number: errno) }

    var isTimeout: Bool { self.number == ETIMEDOUT }

    /// No descriptor, port or memory left here: nothing that a peer did.
    var isOurs: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL].contains(self.number) }
}
