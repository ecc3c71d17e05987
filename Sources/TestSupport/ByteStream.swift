//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Glibc

/// What can go wrong between a test and its peer.
package enum PeerFailure: Error, Equatable {
    /// Nothing came, or nothing could be sent, before the deadline.
    case deadlinePassed
    /// The peer closed where more bytes had to follow.
    case closedEarly
    /// The bytes are not one unambiguous message; the text says why.
    case malformed(String)
}

/// A connected socket with every byte read so far: blocking calls with deadlines.
///
/// Used by one thread at a time.
package final class ByteStream {
    private let descriptor: Descriptor
    /// Bytes read and not yet taken.
    private(set) var buffer: [UInt8] = []
    private(set) var isEnded = false
    private var chunk = [UInt8](repeating: 0, count: 65536)
    /// Called with every piece as it arrives.
    var tap: (([UInt8]) -> Void)?

    init(descriptor: Descriptor) { self.descriptor = descriptor }

    // MARK: - Sending

    package func send(_ bytes: [UInt8], until deadline: Deadline = .usual) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    self.descriptor.number, buffer.baseAddress?.advanced(by: sent), buffer.count - sent,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN || errno == EINTR {
                guard self.descriptor.wait(for: POLLOUT, until: deadline) else { throw PeerFailure.deadlinePassed }
            } else {
                throw SystemFailure("send")
            }
        }
    }

    package func halfClose() { shutdown(self.descriptor.number, Int32(SHUT_WR)) }

    /// Ends both directions; the socket itself goes with its last owner.
    package func shutDown() { shutdown(self.descriptor.number, Int32(SHUT_RDWR)) }

    package func resetOnClose() { self.descriptor.resetOnClose() }

    // MARK: - Receiving

    /// Reads what is there into the buffer, waiting for at least a byte; `false` at the end of the stream.
    func fill(until deadline: Deadline) throws -> Bool {
        guard !self.isEnded else { return false }
        while true {
            guard self.descriptor.wait(for: POLLIN, until: deadline) else { throw PeerFailure.deadlinePassed }
            let count = self.chunk.withUnsafeMutableBytes {
                recv(self.descriptor.number, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                let piece = Array(self.chunk[..<count])
                self.tap?(piece)
                self.buffer.append(contentsOf: piece)
                return true
            }
            if count == 0 {
                self.isEnded = true
                return false
            }
            guard errno == EAGAIN || errno == EINTR else { throw SystemFailure("recv") }
        }
    }

    /// Takes `count` bytes off the buffer, which must hold them.
    func take(_ count: Int) -> [UInt8] {
        let bytes = Array(self.buffer[..<count])
        self.buffer.removeFirst(count)
        return bytes
    }

    /// Takes exactly `count` bytes.
    func read(_ count: Int, until deadline: Deadline) throws -> [UInt8] {
        while self.buffer.count < count {
            guard try self.fill(until: deadline) else { throw PeerFailure.closedEarly }
        }
        return self.take(count)
    }

    /// Takes everything up to and including `mark`.
    func read(through mark: [UInt8], limit: Int = 1 << 20, until deadline: Deadline) throws -> [UInt8] {
        var searched = 0
        while true {
            if let end = self.buffer.end(of: mark, from: searched) { return self.take(end) }
            searched = max(0, self.buffer.count - mark.count + 1)
            guard self.buffer.count < limit else { throw PeerFailure.malformed("no end within \(limit) bytes") }
            guard try self.fill(until: deadline) else { throw PeerFailure.closedEarly }
        }
    }

    /// Takes everything until the peer closes; a reset counts as the end.
    func readToEnd(until deadline: Deadline) throws -> (bytes: [UInt8], wasReset: Bool) {
        var wasReset = false
        do {
            while try self.fill(until: deadline) {}
        } catch let failure as SystemFailure where failure.isReset {
            wasReset = true
        }
        return (self.take(self.buffer.count), wasReset)
    }

    /// Counts what comes without keeping it, in pieces as they arrive, up to `count` bytes.
    package func drain(_ count: Int, until deadline: Deadline, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var left = count
        if !self.buffer.isEmpty {
            let bytes = self.take(min(left, self.buffer.count))
            left -= bytes.count
            try body(bytes[...])
        }
        while left > 0 {
            guard self.descriptor.wait(for: POLLIN, until: deadline) else { throw PeerFailure.deadlinePassed }
            let received = self.chunk.withUnsafeMutableBytes {
                recv(self.descriptor.number, $0.baseAddress, min($0.count, left), Int32(MSG_DONTWAIT))
            }
            if received > 0 {
                left -= received
                try body(self.chunk[..<received])
            } else if received == 0 {
                throw PeerFailure.closedEarly
            } else if errno != EAGAIN && errno != EINTR {
                throw SystemFailure("recv")
            }
        }
    }
}

extension [UInt8] {
    /// The index after the first occurrence of `mark` at or after `start`.
    package func end(of mark: [UInt8], from start: Int = 0) -> Int? {
        guard let first = mark.first, self.count >= mark.count else { return nil }
        var index = start
        while index + mark.count <= self.count {
            if self[index] == first, self[index..<index + mark.count].elementsEqual(mark) { return index + mark.count }
            index += 1
        }
        return nil
    }

    /// Whether `mark` occurs anywhere.
    package func contains(_ mark: [UInt8]) -> Bool { self.end(of: mark) != nil }
}
