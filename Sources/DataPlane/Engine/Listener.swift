//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform
import Glibc

/// Accepts callers on one address.
package final class Listener {
    private let reactor: Reactor
    private var descriptor: Int32
    private var token: UInt64 = 0
    private let accepted: (Int32) -> Void
    private var isPaused = false

    /// Channels that are accepted before others have their turn.
    private static var mostAtOnce: Int { 64 }
    /// Callers that may wait to be accepted.
    static var longestQueue: Int32 { 4096 }

    /// Takes over a listening descriptor; `accepted` is given each new one, and owns it.
    package init(_ descriptor: Int32, reactor: Reactor, accepted: @escaping (Int32) -> Void) throws(SystemError) {
        self.reactor = reactor
        self.descriptor = descriptor
        self.accepted = accepted
        do { self.token = try reactor.add(self, descriptor) } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    func accept() {
        for _ in 0..<Self.mostAtOnce where self.descriptor >= 0 {
            guard self.acceptOne() else { return }
        }
    }

    private func acceptOne() -> Bool {
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let channel = passthrough_accept(self.descriptor, flags)
        guard channel < 0 else {
            self.accepted(channel)
            return true
        }
        switch errno {
        case EAGAIN: return false
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            self.pause()
            return false
        default: return true
        }
    }

    /// With no descriptor left the caller stays in the queue and its event would come again at once.
    private func pause() {
        guard !self.isPaused else { return }
        self.isPaused = true
        _ = passthrough_epoll_control(self.reactor.epollDescriptor, EPOLL_CTL_MOD, self.descriptor, 0, self.token)
        _ = self.reactor.timers.add(at: self.reactor.now + .milliseconds(100)) { self.resume() }
    }

    private func resume() {
        self.isPaused = false
        guard self.descriptor >= 0 else { return }
        _ = passthrough_epoll_control(
            self.reactor.epollDescriptor, EPOLL_CTL_MOD, self.descriptor, EPOLLIN.rawValue, self.token)
    }

    /// Closes a descriptor that nobody can serve.
    static func refuse(_ descriptor: Int32) { Glibc.close(descriptor) }

    /// Takes who has come already, then listens no more.
    package func close() {
        guard self.descriptor >= 0 else { return }
        for _ in 0..<Self.longestQueue {
            guard self.acceptOne() else { break }
        }
        self.reactor.remove(self.token)
        Glibc.close(self.descriptor)
        self.descriptor = -1
    }
}
