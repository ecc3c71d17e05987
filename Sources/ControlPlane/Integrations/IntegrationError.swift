//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
package import Storage

/// One thing wrong with a row.
package struct RowFault: Sendable, Hashable, CustomStringConvertible {
    /// From 1; `nil` when the whole is meant.
    package var line: Int?
    package var text: String

    init(_ problem: CatalogProblem) {
        self.line = problem.line > 0 ? problem.line : nil
        self.text = problem.text
    }

    package var description: String { self.line.map { "line \($0): \(self.text)" } ?? self.text }
}

/// Why a workspace's own integration could not be read, written or deleted.
package enum IntegrationError: Error, Equatable {
    /// The workspace sees no such integration, or has not written it itself.
    case notFound
    /// All that is wrong with the row, with its lines.
    case invalid([RowFault])
    /// The catalogue has an integration of this slug.
    case taken
    /// Connections or a stored client secret use it, so that this may not be done.
    case inUse(String)
    case tooMany(limit: Int)
    case unavailable(StoreError)
}

extension IntegrationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound: "there is no such integration of yours"
        case .invalid(let faults): faults.map(\.description).joined(separator: "\n")
        case .taken: "the catalogue has an integration of this slug"
        case .inUse(let message): message
        case .tooMany(let limit): "a workspace has at most \(limit) integrations of its own"
        case .unavailable(let error): error.description
        }
    }
}
