//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension APICallFilter {
    /// The whole query and its arguments.
    ///
    /// What the partial indexes are of is said as they say it: a parameter would not let the database use them.
    package var statement: (text: String, arguments: [SQLValue]) {
        var terms = ["workspace = ?"]
        var arguments: [SQLValue] = [.id(self.workspace)]
        func add(_ column: String, _ value: String?) {
            guard let value else { return }
            terms.append("\(column) = ?")
            arguments.append(.text(value))
        }
        add("connection", self.connection?.description)
        add("integration_type", self.integrationType)
        add("external_xref", self.externalXref)
        add("environment", self.environment)
        add("type", self.type)
        if let environment, environment != productionEnvironment { terms.append("environment <> 'Production'") }
        if let type, type != "inbound" { terms.append("type <> 'inbound'") }
        if let isError { terms.append("is_error = \(isError ? 1 : 0)") }
        if let isBillable { terms.append("is_billable = \(isBillable ? 1 : 0)") }
        if let updatedGTE {
            terms.append("created_at >= ?")
            arguments.append(.moment(updatedGTE))
        }
        let direction = self.isDescending ? "DESC" : "ASC"
        let text = """
            SELECT \(APICall.shownColumns) FROM api_calls WHERE \(terms.joined(separator: " AND "))
            ORDER BY \(self.sort == .name ? "name \(direction), " : "")created_at \(direction), id \(direction)
            LIMIT ? OFFSET ?
            """
        return (text, arguments + [.integer(Int64(self.limit)), .integer(Int64(self.offset))])
    }
}
