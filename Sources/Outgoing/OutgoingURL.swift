//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Where a request of our own goes: scheme, host and port apart, the rest as it is sent.
package struct OutgoingURL: Sendable, Hashable {
    package var isSecure: Bool
    /// Canonical: lower case, no trailing dot, an IPv6 address without brackets.
    package var host: String
    package var port: UInt16
    /// Path and query: begins with `/`, printable ASCII without spaces.
    package var target: String

    package init(isSecure: Bool, host: String, port: UInt16, target: String) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.target = target
    }
}
