//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Outgoing

/// Why a connection's credential was not found good.
package enum ProbeFailure: Error, Sendable, Hashable {
    /// The vendor refused the credential; its status.
    case refused(status: Int)
    /// The vendor answered with neither success nor refusal; its status.
    case inconclusive(status: Int)
    case unreachable(OutgoingFailure)
    /// The connection's fields come to no request; says which, never their values.
    case incomplete(String)
}
