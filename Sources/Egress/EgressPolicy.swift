//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Decides which addresses may be dialled; asked about the **resolved** address, for every dial (DESIGN section 7).
package struct EgressPolicy: Sendable {
    package enum Verdict: Equatable, Sendable {
        case allowed
        case denied(AddressClass)
    }

    private let exceptions: [EgressException]

    package init(exceptions: [EgressException]) { self.exceptions = exceptions }

    /// Judges `address`, to which the canonical `host` resolved.
    ///
    /// An exception admits any class but link-local and metadata: nothing self-hosted lives there, and credentials do.
    package func verdict(host: String, port: UInt16, address: IPAddress) -> Verdict {
        let kind = address.classification
        switch kind {
        case .global: return .allowed
        case .metadata, .linkLocal: return .denied(kind)
        default:
            let isExcepted = self.exceptions.contains { $0.admits(host: host, port: port, address: address) }
            return isExcepted ? .allowed : .denied(kind)
        }
    }

    /// Whether the operator names this upstream: then it may be spoken to in plain text.
    package func hasException(host: String, port: UInt16, address: IPAddress) -> Bool {
        self.exceptions.contains { $0.admits(host: host, port: port, address: address) }
    }
}
