//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// A value that goes into a statement or comes out of a column.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    package static func text(orNull text: String?) -> SQLValue { text.map { .text($0) } ?? .null }

    package static func blob(orNull bytes: [UInt8]?) -> SQLValue { bytes.map { .blob($0) } ?? .null }

    package static func integer(orNull integer: Int64?) -> SQLValue { integer.map { .integer($0) } ?? .null }

    package static func moment(_ moment: Timestamp?) -> SQLValue { moment.map { .integer($0.milliseconds) } ?? .null }

    package static func id<Kind>(_ id: ObjectID<Kind>) -> SQLValue { .text(id.description) }

    package static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 : 0) }

    /// Strings in one column, as they are searched: a line feed before each and one at the end.
    ///
    /// No string may hold a line feed; services refuse control characters before anything is stored.
    package static func list(_ strings: [String]) -> SQLValue {
        .text(strings.isEmpty ? "" : "\n" + strings.joined(separator: "\n") + "\n")
    }
}

/// One row of an answer; columns are read by position, in the order in which the query names them.
package struct SQLRow: Sendable {
    private let values: [SQLValue]

    package init(values: [SQLValue]) { self.values = values }

    package func integer(_ column: Int) throws(StoreError) -> Int64 {
        guard case .integer(let value) = self.value(column) else { throw .unexpected(column: column) }
        return value
    }

    package func text(_ column: Int) throws(StoreError) -> String {
        guard case .text(let value) = self.value(column) else { throw .unexpected(column: column) }
        return value
    }

    package func blob(_ column: Int) throws(StoreError) -> [UInt8] {
        guard case .blob(let value) = self.value(column) else { throw .unexpected(column: column) }
        return value
    }

    package func textOrNil(_ column: Int) throws(StoreError) -> String? {
        if case .null = self.value(column) { return nil }
        return try self.text(column)
    }

    package func blobOrNil(_ column: Int) throws(StoreError) -> [UInt8]? {
        if case .null = self.value(column) { return nil }
        return try self.blob(column)
    }

    package func integerOrNil(_ column: Int) throws(StoreError) -> Int64? {
        if case .null = self.value(column) { return nil }
        return try self.integer(column)
    }

    package func moment(_ column: Int) throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: try self.integer(column))
    }

    package func momentOrNil(_ column: Int) throws(StoreError) -> Timestamp? {
        if case .null = self.value(column) { return nil }
        return try self.moment(column)
    }

    package func id<Kind>(_ column: Int, of kind: Kind.Type = Kind.self) throws(StoreError) -> ObjectID<Kind> {
        guard let id = ObjectID<Kind>(try self.text(column)) else { throw .unexpected(column: column) }
        return id
    }

    package func list(_ column: Int) throws(StoreError) -> [String] {
        try self.text(column).split(separator: "\n").map(String.init)
    }

    private func value(_ column: Int) -> SQLValue { column < self.values.count ? self.values[column] : .null }
}
