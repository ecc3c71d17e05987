//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Glibc

/// Rests between two looks at a condition: a millisecond.
func pauseBriefly() { usleep(1000) }

/// A failed system call.
package struct SystemFailure: Error, CustomStringConvertible {
    package let call: String
    package let code: Int32

    init(_ call: String) {
        self.call = call
        self.code = errno
    }

    package var description: String { "\(self.call): \(String(cString: strerror(self.code)))" }

    /// The peer reset the channel, or it is gone.
    package var isReset: Bool { self.code == ECONNRESET || self.code == EPIPE }
}

/// The last of a connected or listening socket's owner closes it.
final class Descriptor: Sendable {
    let number: Int32

    init(number: Int32) { self.number = number }

    deinit { Glibc.close(self.number) }

    /// Waits until the socket can be read or written; `false` when `deadline` passes first.
    func wait(for events: Int32, until deadline: Deadline) -> Bool {
        while !deadline.hasPassed {
            var entry = pollfd(fd: self.number, events: Int16(events), revents: 0)
            if poll(&entry, 1, deadline.millisecondsLeft) > 0 { return true }
        }
        return false
    }

    func setOption(level: Int32, name: Int32, value: Int32) {
        var value = value
        _ = setsockopt(self.number, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Makes the next close send RST instead of FIN.
    func resetOnClose() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(self.number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
}

/// IPv4 loopback sockets.
enum Loopback {
    static func socket() throws -> Descriptor {
        let number = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw SystemFailure("socket") }
        return Descriptor(number: number)
    }

    static func connect(port: UInt16, receiveBuffer: Int32?) throws -> Descriptor {
        let descriptor = try Loopback.socket()
        descriptor.setOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY, value: 1)
        if let receiveBuffer { descriptor.setOption(level: SOL_SOCKET, name: SO_RCVBUF, value: receiveBuffer) }
        let status = Loopback.withAddress(port: port) { Glibc.connect(descriptor.number, $0, $1) }
        guard status == 0 else { throw SystemFailure("connect") }
        return descriptor
    }

    /// Listens on a port of the kernel's choice.
    static func listen() throws -> (descriptor: Descriptor, port: UInt16) {
        let descriptor = try Loopback.socket()
        descriptor.setOption(level: SOL_SOCKET, name: SO_REUSEADDR, value: 1)
        guard Loopback.withAddress(port: 0, { bind(descriptor.number, $0, $1) }) == 0 else {
            throw SystemFailure("bind")
        }
        guard Glibc.listen(descriptor.number, 512) == 0 else { throw SystemFailure("listen") }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor.number, $0, &length) }
        }
        guard status == 0 else { throw SystemFailure("getsockname") }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    static func accept(_ listener: Descriptor) throws -> Descriptor {
        let number = Glibc.accept(listener.number, nil, nil)
        guard number >= 0 else { throw SystemFailure("accept") }
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        return Descriptor(number: number)
    }

    private static func withAddress(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
