//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import Synchronization
import TestSupport

/// A port that answers no connection attempt until it is told to: its queue is full.
final class FullListener: Sendable {
    let port: UInt16
    private let listener: Int32
    private let fillers: [Int32]
    private let accepted = Mutex<[Int32]>([])

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        guard Self.with(&address, { bind(listener, $0, $1) }) == 0, Glibc.listen(listener, 0) == 0 else {
            throw PeerFailure.malformed("no listener")
        }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        guard named == 0 else { throw PeerFailure.malformed("no name") }
        self.port = UInt16(bigEndian: address.sin_port)
        // A queue of length 0 holds one; two attempts more make sure.
        self.fillers = (0..<3).map { _ in
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            var peer = address
            _ = Self.with(&peer) { connect(filler, $0, $1) }
            return filler
        }
    }

    deinit {
        for number in self.fillers + self.accepted.withLock({ $0 }) + [self.listener] { close(number) }
    }

    private static func with(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Takes whoever waits out of the queue, so that attempts get through when they are repeated.
    func acceptWhoWaits() {
        while true {
            let number = Glibc.accept(self.listener, nil, nil)
            guard number >= 0 else { return }
            self.accepted.withLock { $0.append(number) }
        }
    }
}
