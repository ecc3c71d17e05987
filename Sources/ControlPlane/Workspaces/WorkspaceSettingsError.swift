//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Storage

/// Why settings or environments could not be read or changed; messages name members, never values.
package enum WorkspaceSettingsError: Error, Equatable {
    case invalid(String)
    /// The webhook's secret does not open with this installation's keys.
    case secretUnreadable
    case unavailable(StoreError)
}

extension WorkspaceSettingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalid(let message): message
        case .secretUnreadable: "the webhook's secret does not open with this installation's keys"
        case .unavailable(let error): error.description
        }
    }
}
