//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform
package import Egress
import Glibc

/// One socket: receives into the loop's memory, writes at once what the kernel takes and keeps the rest.
///
///     connecting ──▶ [handshake] ──▶ open ──finish──▶ finishing ──▶ finished ──▶ closed
///          └──────────────┴────────────┴─────────────────┴─────────────┴──────────▲
///
/// 1. `handler` is called on the loop only, and not after `closed`, which is called once.
/// 2. Bytes leave in the order of `write`; `pending` is what the kernel has not taken.
/// 3. Events are edges: `mayRead` remembers one that was not used up, because reading was paused or had its share.
/// 4. A write that fails closes nothing at once: what the peer sent before is still read.
package final class SocketChannel {
    package enum Stage {
        case connecting
        case handshake
        case open
        case finishing
        case finished
        case closed
    }

    let reactor: Reactor
    package var handler: (any ChannelHandler)?
    @exclusivity(unchecked) package private(set) var descriptor: Int32
    @exclusivity(unchecked) package private(set) var stage: Stage
    @exclusivity(unchecked) private var token: UInt64 = 0
    private var pending = PendingBytes()
    private let tls: TLSSession?
    @exclusivity(unchecked) private var mayRead = false
    @exclusivity(unchecked) private var hasHangup = false
    @exclusivity(unchecked) private var isPaused = false
    @exclusivity(unchecked) private var isBlocked = false
    @exclusivity(unchecked) private var hasWriteFailed = false
    /// What the kernel said of the write that failed, which it says once only.
    @exclusivity(unchecked) private var writeError: SystemError?
    @exclusivity(unchecked) private var isListed = false
    /// Where in the loop's outbox bytes of this channel lie.
    @exclusivity(unchecked) private var laid: Outbox.Place?

    /// More than this waiting to be written, a channel is not writable until it is down to `low`.
    private static var high: Int { 128 * 1024 }
    private static var low: Int { 32 * 1024 }
    /// Receives that one event may cause before other channels have their turn.
    private static var mostReceives: Int { 8 }

    /// Takes over a connected descriptor, or one that is being connected.
    package init(
        _ descriptor: Int32, isConnected: Bool, tls: TLSSession?, reactor: Reactor
    ) throws(SystemError) {
        self.reactor = reactor
        self.descriptor = descriptor
        self.tls = tls
        self.stage = isConnected ? (tls == nil ? .open : .handshake) : .connecting
        var one: Int32 = 1
        _ = setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        do { self.token = try reactor.add(self, descriptor) } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    /// Begins to connect to `address`.
    package static func connect(
        to address: SocketAddress, tls: TLSSession?, reactor: Reactor
    ) throws(SystemError) -> SocketChannel {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw SystemError.last }
        let result = address.withSockaddr { Glibc.connect(descriptor, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else {
            let error = SystemError.last
            Glibc.close(descriptor)
            throw error
        }
        return try SocketChannel(descriptor, isConnected: false, tls: tls, reactor: reactor)
    }

    /// Bytes that were written and not yet taken by the kernel.
    package var pendingBytes: Int { self.pending.count }

    package var isWritable: Bool { !self.isBlocked && !self.hasWriteFailed && self.stage != .closed }

    /// Whether the peer, as far as is known, has said no more than was received, and has not gone.
    package var isQuiet: Bool { !self.mayRead && !self.hasHangup }

    package var peer: IPAddress? { SocketAddress(of: self.descriptor, by: { getpeername($0, $1, $2) })?.ipAddress }

    // MARK: - Events

    func handle(_ events: UInt32) {
        let ends = EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
        if self.stage == .connecting {
            guard events & (EPOLLOUT.rawValue | ends) != 0 else { return }
            guard self.finishConnecting() else { return }
        }
        if events & ends != 0 { self.hasHangup = true }
        if events & (EPOLLIN.rawValue | ends) != 0 { self.mayRead = true }
        if events & EPOLLOUT.rawValue != 0, !self.pending.isEmpty { self.flush() }
        self.receive()
    }

    /// What no event will tell: reading that was resumed, or a write that failed.
    func handleAgain() {
        self.isListed = false
        guard self.stage != .closed else { return }
        if self.hasWriteFailed { self.mayRead = true }
        self.receive()
    }

    private func finishConnecting() -> Bool {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(self.descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0, error == 0 else {
            self.end(.failed(SystemError(number: error)))
            return false
        }
        guard let tls = self.tls else {
            self.stage = .open
            self.handler?.channelIsReady()
            return self.stage != .closed
        }
        self.stage = .handshake
        self.advanceHandshake(tls)
        return self.stage != .closed
    }

    private func receive() {
        guard self.mayRead, !self.isPaused, self.stage != .connecting, self.stage != .closed else { return }
        for _ in 0..<Self.mostReceives {
            guard self.receiveOnce() else { return }
        }
        self.listAgain()
    }

    /// False when there is nothing to receive for now.
    private func receiveOnce() -> Bool {
        let buffer = self.tls == nil ? self.reactor.received : self.reactor.tlsMemory.input
        let count = recv(self.descriptor, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else { return self.receivedNothing(count) }
        // A short read has emptied the socket, unless the end stands behind it.
        if count < buffer.count, !self.hasHangup, !self.hasWriteFailed { self.mayRead = false }
        let bytes = UnsafeBufferPointer(rebasing: buffer[..<count])
        if let tls = self.tls {
            self.receive(bytes, tls)
        } else {
            self.handler?.received(bytes.span)
        }
        return self.mayRead && !self.isPaused && self.stage != .closed
    }

    private func receivedNothing(_ count: Int) -> Bool {
        if count < 0, errno == EINTR { return true }
        if count < 0, errno == EAGAIN {
            self.mayRead = false
            if self.hasWriteFailed { self.end(.failed(self.writeError ?? SystemError(number: EPIPE))) }
        } else if count < 0 {
            self.end(.failed(.last))
        } else if let tls = self.tls {
            self.end(tls.hasEnded ? .peer : .tls)
        } else if let error = self.writeError, error.number != EPIPE {
            // A write was told of the reset, so that reading finds an end; after a true end the write is told EPIPE.
            self.end(.failed(error))
        } else {
            self.end(.peer)
        }
        return false
    }

    // MARK: - Reading and writing

    /// Receives no more, or again: what comes meanwhile stays with the kernel, which slows the peer down.
    package func setReading(_ reads: Bool) {
        guard self.isPaused == reads, reads || !self.hasWriteFailed else { return }
        self.isPaused = !reads
        if reads, self.mayRead { self.listAgain() }
    }

    private func listAgain() {
        guard !self.isListed, self.stage != .closed else { return }
        self.isListed = true
        self.reactor.lookAgain(self)
    }

    /// Writes when this turn of the loop ends, or now if it is much; what the kernel does not take then waits.
    package func write(_ bytes: Span<UInt8>) {
        guard self.stage == .open || self.stage == .finishing, !self.hasWriteFailed, !bytes.isEmpty else { return }
        guard let tls = self.tls else { return self.send(bytes) }
        guard tls.write(bytes) else { return self.writeFailed() }
        self.sendFromTLS()
    }

    package func write(_ buffer: OutputBuffer) { buffer.withSpan { self.write($0) } }

    private func sendFromTLS() {
        self.tls?.takeOutput { self.send($0) }
    }

    /// Few bytes are laid aside until all events were handled: sends that follow one another at once wake a peer once.
    private func send(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        guard self.pending.isEmpty, bytes.count <= Outbox.mostLaid else { return self.sendNow(bytes) }
        if let place = self.reactor.outbox.lay(bytes, behind: self.laid) {
            if self.laid == nil { self.reactor.outbox.owners.append(self) }
            self.laid = place
        } else {
            self.sendNow(bytes)
        }
    }

    private func sendNow(_ bytes: Span<UInt8>) {
        self.sendLaid()
        guard !self.hasWriteFailed, self.stage != .closed else { return }
        var sent = 0
        if self.pending.isEmpty {
            guard let count = bytes.withUnsafeBytes({ self.offer($0) }) else { return self.writeFailed() }
            guard count < bytes.count else { return }
            sent = count
        }
        self.pending.append(bytes.extracting(sent..<bytes.count))
        if self.pending.count > Self.high { self.isBlocked = true }
    }

    /// Sends what was laid aside.
    package func sendLaid() {
        guard let place = self.laid else { return }
        self.laid = nil
        guard !self.hasWriteFailed, self.stage != .closed else { return }
        let bytes = self.reactor.outbox.bytes(place)
        guard let count = self.offer(bytes) else { return self.writeFailed() }
        guard count < bytes.count else { return }
        self.pending.append(UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[count...]).span)
        if self.pending.count > Self.high { self.isBlocked = true }
    }

    /// How many of the bytes the kernel took; `nil` when it never will take any.
    private func offer(_ bytes: UnsafeRawBufferPointer) -> Int? {
        while true {
            let count = Glibc.send(self.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default:
                self.writeError = .last
                return nil
            }
        }
    }

    private func writeFailed() {
        self.hasWriteFailed = true
        self.pending.clear()
        // A paused channel would never be read, and so never be closed.
        self.isPaused = false
        self.listAgain()
    }

    private func flush() {
        guard self.pending.drain({ self.offer($0) }) else { return self.writeFailed() }
        if self.isBlocked, self.pending.count <= Self.low {
            self.isBlocked = false
            self.handler?.becameWritable()
        }
        if self.stage == .finishing, self.pending.isEmpty { self.endOutput() }
    }

    /// Frees what an idle channel does not need.
    func giveMemoryBack() { self.tls?.freeBuffers() }

    // MARK: - Ending

    /// Writes what waits, tells the peer that no more will come, then `outputEnded` is called.
    package func finish() {
        guard self.stage == .open || self.stage == .handshake else { return }
        if let tls = self.tls, self.stage == .open {
            tls.shutDown()
            self.sendFromTLS()
        }
        self.sendLaid()
        self.stage = .finishing
        if self.pending.isEmpty { self.endOutput() }
    }

    private func endOutput() {
        self.stage = .finished
        shutdown(self.descriptor, Int32(SHUT_WR))
        self.handler?.outputEnded()
    }

    /// Closes now; what waits to be written is dropped.
    package func close() { self.end(.here) }

    /// Closes so that the peer sees a cut and not an end.
    package func reset() {
        guard self.stage != .closed else { return }
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        self.end(.here)
    }

    private func end(_ cause: ChannelClosing) {
        guard self.stage != .closed else { return }
        switch cause {
        // The alert that tells why is still here.
        case .here, .tls: self.sendLaid()
        case .peer, .failed: break
        }
        let wasHandshake = self.stage == .handshake
        self.stage = .closed
        self.reactor.remove(self.token)
        Glibc.close(self.descriptor)
        self.descriptor = -1
        self.pending.clear()
        let handler = self.handler
        self.handler = nil
        switch cause {
        case .failed, .peer: handler?.closed(wasHandshake ? .tls : cause)
        case .here, .tls: handler?.closed(cause)
        }
    }

    // MARK: - TLS

    private func advanceHandshake(_ tls: TLSSession) {
        let result = tls.handshake()
        self.sendFromTLS()
        switch result {
        case .waiting: break
        case .failed: self.end(.tls)
        case .done:
            self.stage = .open
            self.handler?.channelIsReady()
        }
    }

    private func receive(_ bytes: UnsafeBufferPointer<UInt8>, _ tls: TLSSession) {
        tls.offer(bytes)
        defer { tls.dropInput() }
        if self.stage == .handshake { self.advanceHandshake(tls) }
        while self.stage != .closed, self.stage != .handshake {
            let result = tls.read(into: self.reactor.received)
            self.sendFromTLS()
            if result.state == .ended || result.state == .failed { self.hasHangup = true }
            if result.count > 0 {
                self.handler?.received(UnsafeBufferPointer(rebasing: self.reactor.received[..<result.count]).span)
            }
            guard self.stage != .closed else { return }
            switch result.state {
            case .more: continue
            case .empty: return
            case .ended: return self.end(.peer)
            case .failed: return self.end(.tls)
            }
        }
    }
}
