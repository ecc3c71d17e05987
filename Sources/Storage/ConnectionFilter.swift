//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Which connections of a workspace a list shows, and in which order.
package struct ConnectionFilter: Sendable {
    package enum Sort: String, Sendable, CaseIterable {
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case name
    }

    package var workspace: WorkspaceID
    package var limit = 100
    package var offset = 0
    package var updatedGTE: Timestamp?
    package var sort = Sort.createdAt
    package var isDescending = false
    /// A connection is shown when it has any of them; empty asks for nothing.
    package var categories: [String] = []
    /// A connection is shown when it has any of them; empty asks for nothing.
    package var permissions: [String] = []
    package var environment: String?
    package var externalXref: String?

    package init(workspace: WorkspaceID) { self.workspace = workspace }
}

extension ConnectionFilter {
    var condition: (text: String, arguments: [SQLValue]) {
        var terms = ["workspace = ?"]
        var arguments: [SQLValue] = [.id(self.workspace)]
        if let updatedGTE {
            terms.append("updated_at >= ?")
            arguments.append(.moment(updatedGTE))
        }
        if let environment {
            terms.append("environment = ?")
            arguments.append(.text(environment))
        }
        if let externalXref {
            terms.append("external_xref = ?")
            arguments.append(.text(externalXref))
        }
        for (column, wanted) in [("categories", self.categories), ("permissions", self.permissions)] {
            guard !wanted.isEmpty else { continue }
            terms.append("(" + wanted.map { _ in "\(column) LIKE ? ESCAPE '!'" }.joined(separator: " OR ") + ")")
            arguments += wanted.map { .text("%\n\(Self.literal($0))\n%") }
        }
        return (terms.joined(separator: " AND "), arguments)
    }

    /// The identifier makes the order of equal rows the same on every page.
    var ordering: String {
        let direction = self.isDescending ? "DESC" : "ASC"
        return "\(self.sort.rawValue) \(direction), id \(direction)"
    }

    /// The text without the meaning that `LIKE` gives to some of its characters.
    private static func literal(_ text: String) -> String {
        var literal = ""
        for character in text {
            if character == "!" || character == "%" || character == "_" { literal.append("!") }
            literal.append(character)
        }
        return literal
    }
}
