//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What came of asking for a fresh credential after the vendor refused one (CONTRACT 1.8).
package enum RefreshAnswer: Sendable, Hashable {
    /// There is a credential newer than the refused one: the snapshot is worth asking for again.
    case refreshed
    /// The vendor will not accept what we hold any more: the customer must reconnect.
    case unauthorized
    /// Nothing new: the vendor cannot be asked now, or the connection has nothing to refresh with.
    case unavailable
}
