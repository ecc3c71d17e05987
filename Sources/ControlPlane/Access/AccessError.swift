//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Storage

/// Why a key could not be made, listed or revoked.
package enum AccessError: Error, Equatable {
    /// The workspace has no such key, or it is revoked already.
    case notFound
    case invalid(String)
    case unavailable(StoreError)
}

extension AccessError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound: "there is no such key"
        case .invalid(let message): message
        case .unavailable(let error): error.description
        }
    }
}
