//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Storage

/// Why a refresh went no further; what is durable by then is taken up by the next one.
package enum RefreshError: Error, Equatable {
    /// A test ended it at a failpoint.
    case abandoned
    /// The connection's secrets, or a sealed answer, do not open with this installation's keys.
    case credentialUnreadable
    case unavailable(StoreError)
}

extension RefreshError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .abandoned: "ended at a failpoint"
        case .credentialUnreadable: "what is stored does not open with this installation's keys"
        case .unavailable(let error): error.description
        }
    }
}
