//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A database, seen from the queries: transactions around synchronous closures.
///
/// Who calls: `Store` alone, from any task. Nothing can suspend inside a transaction, so none can be left open.
/// A closure that throws rolls its transaction back and the error passes through unchanged; a driver's own failures
/// are `StoreError`. A write returns after its commit is durable.
///
/// Statements are written in the common subset of SQLite and PostgreSQL: `?` placeholders, `ON CONFLICT`, `RETURNING`.
package protocol SQLDriver: Sendable {
    /// The type of a column of bytes, which is all that the schema of the two databases differs in.
    var blobType: String { get }

    /// Runs `body` in a transaction that sees one state of the database.
    func read<Value: Sendable>(_ body: @Sendable (any SQLSession) throws -> Value) async throws -> Value

    /// Runs `body` in a transaction that excludes other writers from its start.
    func write<Value: Sendable>(_ body: @Sendable (any SQLSession) throws -> Value) async throws -> Value
}

/// Runs statements inside one transaction.
package protocol SQLSession {
    /// The rows of a query, or of a statement with `RETURNING`.
    func rows(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> [SQLRow]

    /// Runs a statement; how many rows it changed.
    @discardableResult
    func execute(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> Int
}
