//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Egress

/// How names become places to dial.
package struct OutgoingRoute: Sendable {
    /// May block.
    package var addresses: @Sendable (String) -> [IPAddress]
    /// The port that is dialled for a host and the port of its URL: the same, but where a test plays the vendor.
    package var port: @Sendable (String, UInt16) -> UInt16

    package init(
        addresses: @escaping @Sendable (String) -> [IPAddress], port: @escaping @Sendable (String, UInt16) -> UInt16
    ) {
        self.addresses = addresses
        self.port = port
    }

    /// As the system resolves names.
    package static let system = OutgoingRoute(addresses: { Resolver.addresses(of: $0) }, port: { $1 })
}
