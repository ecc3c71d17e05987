//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// One call on its way into the log.
package enum LoggedCall: Sendable {
    /// A caller's, through the data plane.
    case exchange(RequestRecord, workspace: WorkspaceID)
    /// One of ours, to a vendor's authorization server.
    case own(OwnCall)

    /// `nil` for an exchange whose caller is not known: nobody could be shown it.
    package init?(_ record: RequestRecord) {
        guard let workspace = record.workspace else { return nil }
        self = .exchange(record, workspace: workspace)
    }

    var workspace: WorkspaceID {
        switch self {
        case .exchange(_, let workspace): workspace
        case .own(let call): call.workspace
        }
    }
}
