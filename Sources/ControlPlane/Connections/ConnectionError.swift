//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Storage

/// Why a connection could not be made, read or changed; messages hold no value of a credential.
package enum ConnectionError: Error, Equatable {
    /// No such connection in the workspace; another workspace's is none either.
    case notFound
    /// What was sent cannot be used.
    case invalid(String)
    /// The identifier that was asked for is taken.
    case idTaken
    /// The stored credential does not open with this installation's keys.
    case credentialUnreadable
    /// The store did not answer.
    case unavailable(StoreError)
}

extension ConnectionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound: "there is no such connection"
        case .invalid(let message): message
        case .idTaken: "there is a connection with this id already"
        case .credentialUnreadable: "the stored credential does not open with this installation's keys"
        case .unavailable(let error): error.description
        }
    }
}
