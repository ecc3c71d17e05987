//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Glibc
import TestSupport

/// A reactor that the test turns itself, so that everything happens on its thread and in its order.
final class ReactorBench {
    let loop: Loop
    let reactor: Reactor

    struct Stuck: Error {}

    init(loop: Loop, reactor: Reactor) {
        self.loop = loop
        self.reactor = reactor
    }

    init() throws {
        self.loop = try Loop()
        self.reactor = Reactor(epoll: self.loop.epoll)
    }

    /// Turns until `condition` holds; `meanwhile` is what peers without a loop do between two turns.
    func turn(until condition: () throws -> Bool, meanwhile: () throws -> Void = {}) throws {
        let deadline = Deadline.usual
        while try !condition() {
            guard !deadline.hasPassed else { throw Stuck() }
            try self.turn()
            try meanwhile()
        }
    }

    /// Turns a few times, for what must not happen.
    func turn(times: Int = 1) throws {
        for _ in 0..<times {
            // Nothing may come at all: the turn must end nevertheless.
            let timer = self.reactor.timers.add(at: .now() + .milliseconds(1)) {}
            self.reactor.turn { self.loop.runJobs() }
            self.reactor.timers.cancel(timer)
        }
    }

    /// A channel, recorded, and the socket at its other end.
    func pair(sendBuffer: Int32? = nil, tls: TLSSession? = nil) throws -> (RecordedChannel, PeerSocket) {
        let (near, far) = try PeerSocket.pair()
        if let size = sendBuffer { near.setOption(SO_SNDBUF, size) }
        let channel = try SocketChannel(near.release(), isConnected: true, tls: tls, reactor: self.reactor)
        return (RecordedChannel(channel), far)
    }
}

/// A channel's handler, which keeps what it was told.
final class RecordedChannel: ChannelHandler {
    let channel: SocketChannel
    private(set) var bytes: [UInt8] = []
    private(set) var readyCount = 0
    private(set) var writableCount = 0
    private(set) var outputEndedCount = 0
    private(set) var closings: [ChannelClosing] = []
    /// Calls after `closed`, which there must not be.
    private(set) var lateCalls = 0
    var whenReceived: (SocketChannel, Span<UInt8>) -> Void = { _, _ in }
    var whenWritable: (SocketChannel) -> Void = { _ in }

    init(_ channel: SocketChannel) {
        self.channel = channel
        channel.handler = self
    }

    var isClosed: Bool { !self.closings.isEmpty }

    /// How it closed, once; `nil` while it is open.
    var cause: String? {
        guard self.closings.count == 1, let closing = self.closings.first else {
            return self.closings.isEmpty ? nil : "\(self.closings)"
        }
        return switch closing {
        case .here: "here"
        case .peer: "peer"
        case .tls: "tls"
        case .failed(let error): "failed \(error.number)"
        }
    }

    /// Writes, and does not wait for the turn to end.
    func send(_ bytes: [UInt8]) {
        self.channel.write(bytes.span)
        self.channel.sendLaid()
    }

    private func note() { if self.isClosed { self.lateCalls += 1 } }

    func channelIsReady() {
        self.note()
        self.readyCount += 1
    }

    func received(_ bytes: Span<UInt8>) {
        self.note()
        bytes.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
        self.whenReceived(self.channel, bytes)
    }

    func becameWritable() {
        self.note()
        self.writableCount += 1
        self.whenWritable(self.channel)
    }

    func outputEnded() {
        self.note()
        self.outputEndedCount += 1
    }

    func closed(_ cause: ChannelClosing) {
        self.note()
        self.closings.append(cause)
    }
}
