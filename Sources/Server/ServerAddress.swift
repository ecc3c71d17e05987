//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Where the server answers.
package struct ServerAddress: Sendable {
    package var isSecure: Bool
    package var host: String
    package var port: Int

    /// For a person on this machine: an address that means all interfaces is shown as loopback.
    package var url: String {
        let host = self.host == "0.0.0.0" || self.host == "::" ? "127.0.0.1" : self.host
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "\(self.isSecure ? "https" : "http")://\(name):\(self.port)"
    }
}
