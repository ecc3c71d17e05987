//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Glibc

extension IPAddress: CustomStringConvertible {
    /// As `inet_ntop` writes it (RFC 5952); an IPv4 address that IPv6 carries as itself.
    package var description: String {
        var bytes = self.bytes
        if bytes.count == 16, bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            bytes = Array(bytes[12...])
        }
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        let text = [CChar](unsafeUninitializedCapacity: Int(INET6_ADDRSTRLEN)) { buffer, count in
            count = 0
            guard inet_ntop(family, bytes, buffer.baseAddress, socklen_t(INET6_ADDRSTRLEN)) != nil else { return }
            while count < buffer.count, buffer[count] != 0 { count += 1 }
        }
        return String(decoding: text.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
