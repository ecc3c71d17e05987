//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Egress
import Glibc

/// A TCP socket on loopback that never blocks and is closed with its owner.
final class PeerSocket {
    private var descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { self.close() }

    /// Two that are connected to each other.
    static func pair() throws -> (PeerSocket, PeerSocket) {
        let listening = try ListeningSocket(host: "127.0.0.1", port: 0)
        let listener = PeerSocket(listening.descriptor)
        let near = PeerSocket(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        guard let ip = IPAddress(literal: "127.0.0.1") else { throw SystemError.last }
        let address = SocketAddress(ip, port: UInt16(listening.port))
        guard address.withSockaddr({ connect(near.descriptor, $0, $1) }) == 0 else { throw SystemError.last }
        near.unblock()
        return (near, try listener.accept())
    }

    func accept() throws -> PeerSocket {
        let accepted = Glibc.accept(self.descriptor, nil, nil)
        guard accepted >= 0 else { throw SystemError.last }
        let socket = PeerSocket(accepted)
        socket.unblock()
        return socket
    }

    private func unblock() { _ = fcntl(self.descriptor, F_SETFL, O_NONBLOCK) }

    func setOption(_ name: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(self.descriptor, SOL_SOCKET, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// The descriptor, which from here on is the caller's to close.
    func release() -> Int32 {
        defer { self.descriptor = -1 }
        return self.descriptor
    }

    /// How much the kernel took.
    func send(_ bytes: some Collection<UInt8>) throws -> Int {
        let bytes = Array(bytes)
        let count = Glibc.send(self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if count < 0, errno != EAGAIN { throw SystemError.last }
        return max(0, count)
    }

    /// What has come, at most `most`; empty at the end.
    ///
    /// Returns `nil` when nothing has come.
    func receive(_ most: Int = 1 << 20) throws -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: most)
        let count = recv(self.descriptor, &bytes, most, 0)
        guard count >= 0 else {
            if errno == EAGAIN { return nil }
            throw SystemError.last
        }
        return Array(bytes.prefix(count))
    }

    func halfClose() { shutdown(self.descriptor, Int32(SHUT_WR)) }

    func close() {
        if self.descriptor >= 0 { Glibc.close(self.descriptor) }
        self.descriptor = -1
    }

    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        self.close()
    }
}
