//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform
import Glibc

/// What one loop watches: its channels, listeners and timers, and the memory they share.
///
/// Used on its loop's thread only. Channels are registered once, edge-triggered, for everything; no call to `epoll_ctl`
/// is made after that.
package final class Reactor {
    private enum Entry {
        case free
        case channel(SocketChannel)
        case listener(Listener)
    }

    private struct Slot {
        var entry = Entry.free
        /// Changes whenever the slot is freed, so that an event for who was there before is told apart.
        var generation: UInt32 = 0
    }

    let epollDescriptor: Int32
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []
    private let events: UnsafeMutableBufferPointer<epoll_event>
    /// Where bytes are received; what of them is not handled at once is copied.
    let received: UnsafeMutableBufferPointer<UInt8>
    /// Memory of TLS, made when the first channel needs it.
    private(set) lazy var tlsMemory = TLSMemory()
    /// Channels with something left to do that no event will tell.
    private var again: [SocketChannel] = []
    private var spare: [SocketChannel] = []
    package var timers = Timers()
    let outbox = Outbox()
    /// When the events that are being handled came.
    @exclusivity(unchecked) private(set) var now = Moment.now()
    /// How long the loop goes on looking for events without sleeping after the last one; zero does not.
    private let busyPoll: UInt64
    @exclusivity(unchecked) private var lastEvent: UInt64 = 0

    static var receiveSize: Int { 128 * 1024 }

    package init(epoll: Int32, busyPoll: Duration = .zero) {
        self.epollDescriptor = epoll
        self.events = .allocate(capacity: 256)
        self.received = .allocate(capacity: Self.receiveSize)
        self.busyPoll = busyPoll.wholeNanoseconds
    }

    deinit {
        self.events.deallocate()
        self.received.deallocate()
    }

    // MARK: - What is watched

    func add(_ channel: SocketChannel, _ descriptor: Int32) throws(SystemError) -> UInt64 {
        let all = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        return try self.add(.channel(channel), descriptor, all)
    }

    func add(_ listener: Listener, _ descriptor: Int32) throws(SystemError) -> UInt64 {
        try self.add(.listener(listener), descriptor, EPOLLIN.rawValue)
    }

    private func add(_ entry: Entry, _ descriptor: Int32, _ events: UInt32) throws(SystemError) -> UInt64 {
        if self.freeSlots.isEmpty {
            self.freeSlots.append(UInt32(truncatingIfNeeded: self.slots.count))
            self.slots.append(Slot())
        }
        let index = self.freeSlots.removeLast()
        let token = UInt64(self.slots[Int(index)].generation) << 32 | UInt64(index)
        guard passthrough_epoll_control(self.epollDescriptor, EPOLL_CTL_ADD, descriptor, events, token) == 0 else {
            self.freeSlots.append(index)
            throw SystemError.last
        }
        self.slots[Int(index)].entry = entry
        return token
    }

    /// The descriptor is closed by whoever had it, which ends the kernel's registration.
    func remove(_ token: UInt64) {
        let index = Int(token & 0xFFFF_FFFF)
        guard index < self.slots.count, self.slots[index].generation == UInt32(token >> 32) else { return }
        self.slots[index].entry = .free
        self.slots[index].generation &+= 1
        self.freeSlots.append(UInt32(index))
    }

    /// Channels that are registered.
    package var openChannels: Int {
        self.slots.count { slot in
            if case .channel = slot.entry { return true }
            return false
        }
    }

    /// Closes every channel, those included that are opened because another was closed, and forgets every timer.
    func closeAll() {
        self.timers = Timers()
        while let channel = self.anyChannel { channel.close() }
        self.timers = Timers()
        self.again = []
    }

    private var anyChannel: SocketChannel? {
        for slot in self.slots {
            if case .channel(let channel) = slot.entry { return channel }
        }
        return nil
    }

    /// Has `channel` looked at again in the next turn.
    func lookAgain(_ channel: SocketChannel) { self.again.append(channel) }

    // MARK: - Turning

    /// Waits for events and handles them; `jobs` runs what came from other threads.
    package func turn(jobs: () -> Void) {
        let count = Int(
            epoll_wait(self.epollDescriptor, self.events.baseAddress, Int32(self.events.count), self.timeout()))
        self.now = .now()
        if count > 0 { self.lastEvent = self.now.nanoseconds }
        for index in 0..<max(0, count) { self.handle(self.events[index], jobs) }
        if !self.again.isEmpty { self.handleAgain() }
        while let action = self.timers.takeDue(self.now) { action() }
        self.sendAll()
    }

    private func handle(_ event: epoll_event, _ jobs: () -> Void) {
        var event = event
        let token = passthrough_epoll_token(&event)
        guard token != Loop.wakeToken else { return jobs() }
        let index = Int(token & 0xFFFF_FFFF)
        guard index < self.slots.count, self.slots[index].generation == UInt32(token >> 32) else { return }
        switch self.slots[index].entry {
        case .channel(let channel): channel.handle(passthrough_epoll_events(&event))
        case .listener(let listener): listener.accept()
        case .free: break
        }
    }

    /// Sends what the channels laid aside; a send that fails is told in the next turn.
    private func sendAll() {
        guard !self.outbox.owners.isEmpty else { return }
        self.outbox.empty()
    }

    private func handleAgain() {
        swap(&self.again, &self.spare)
        for channel in self.spare { channel.handleAgain() }
        self.spare.removeAll(keepingCapacity: true)
    }

    /// Milliseconds to wait; -1 is for ever.
    private func timeout() -> Int32 {
        guard self.again.isEmpty, self.outbox.owners.isEmpty else { return 0 }
        if self.busyPoll > 0, Moment.now().nanoseconds &- self.lastEvent < self.busyPoll { return 0 }
        guard let due = self.timers.nextDue else { return -1 }
        let now = Moment.now().nanoseconds
        guard due.nanoseconds > now else { return 0 }
        return Int32(clamping: (due.nanoseconds - now) / 1_000_000 + 1)
    }
}
