//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc

/// A socket that listens, on the first of a host's addresses that can be had.
package struct ListeningSocket {
    package let descriptor: Int32
    /// The one asked for, or the one that was free when 0 was.
    package let port: Int

    /// Blocks while `host` is resolved.
    package init(host: String, port: Int) throws(SystemError) {
        let addresses = NameService.addresses(of: host, port: UInt16(clamping: port), isListener: true)
        var result = Result<Int32, SystemError>.failure(SystemError(number: EADDRNOTAVAIL))
        for address in addresses {
            result = Self.open(address)
            if case .success = result { break }
        }
        self.descriptor = try result.get()
        self.port = Self.port(of: self.descriptor) ?? port
    }

    private static func port(of descriptor: Int32) -> Int? {
        guard let port = SocketAddress(of: descriptor, by: { getsockname($0, $1, $2) })?.port else { return nil }
        return Int(port)
    }

    @inline(never)
    private static func open(_ address: SocketAddress) -> Result<Int32, SystemError> {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { return .failure(.last) }
        var one: Int32 = 1
        _ = setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        guard address.withSockaddr({ bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, Listener.longestQueue) == 0
        else {
            let error = SystemError.last
            close(descriptor)
            return .failure(error)
        }
        return .success(descriptor)
    }
}
