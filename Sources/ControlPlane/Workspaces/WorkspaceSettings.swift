//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What a workspace has decided for all of its connections.
package struct WorkspaceSettings: Sendable, Equatable {
    package static let defaultRetentionDays: Int64 = 60
    /// Some ten thousand years: more days cannot be told from for ever.
    package static let longestRetentionDays: Int64 = 3_650_000

    /// Shown to customers on the pages where they connect.
    package var name: String?
    /// `https://…`, shown beside the name.
    package var logoURL: String?
    /// `#rrggbb`, lower case.
    package var color: String?
    /// How long calls are kept in the log; 0 keeps none.
    package var retentionDays = Self.defaultRetentionDays
    /// Of which calls the bodies are kept in the log.
    package var capture = BodyCapture.off
    /// Where notifications are sent; `nil` sends none.
    package var webhookURL: String?
    /// `nil` when nothing was ever decided.
    package var updatedAt: Timestamp?

    package init() {}
}

extension BodyCapture: CustomStringConvertible {
    /// `off`, `errors`, or `sample:N` for N of a hundred.
    package var description: String {
        switch self {
        case .off: "off"
        case .errors: "errors"
        case .sample(let percent): "sample:\(percent)"
        }
    }

    /// Reads what `description` writes; anything else is `nil`.
    package init?(_ text: String) {
        switch text {
        case "off": self = .off
        case "errors": self = .errors
        default:
            guard text.hasPrefix("sample:"), let percent = UInt8(text.dropFirst(7)), (1...100).contains(percent) else {
                return nil
            }
            self = .sample(percent: percent)
        }
    }
}
