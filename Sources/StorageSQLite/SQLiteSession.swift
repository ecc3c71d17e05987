//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import GRDB
internal import Storage

/// Statements on one of GRDB's database handles; each text is prepared once a handle.
struct SQLiteSession: SQLSession {
    let database: Database

    func rows(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> [SQLRow] {
        do {
            let prepared = try self.database.cachedStatement(sql: statement)
            let cursor = try Row.fetchCursor(prepared, arguments: Self.arguments(arguments))
            var rows: [SQLRow] = []
            while let row = try cursor.next() { rows.append(SQLRow(values: row.databaseValues.map(Self.value))) }
            return rows
        } catch { throw Self.storeError(error) }
    }

    func execute(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        do {
            let prepared = try self.database.cachedStatement(sql: statement)
            try prepared.execute(arguments: Self.arguments(arguments))
            return self.database.changesCount
        } catch { throw Self.storeError(error) }
    }

    /// The driver's own failures become `StoreError`; what a transaction's closure threw stays as it is.
    static func translate(_ error: any Error) -> any Error {
        error is DatabaseError || error is CancellationError ? self.storeError(error) : error
    }

    private static func storeError(_ error: any Error) -> StoreError {
        if error is CancellationError { return .cancelled }
        guard let failure = error as? DatabaseError else { return .failed(code: 0) }
        switch failure.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy
        case .SQLITE_CONSTRAINT: return .constraint
        case .SQLITE_ABORT, .SQLITE_INTERRUPT: return .cancelled
        default: return .failed(code: Int(failure.extendedResultCode.rawValue))
        }
    }

    private static func arguments(_ values: [SQLValue]) -> StatementArguments {
        StatementArguments(values.map { self.databaseValue($0) })
    }

    private static func databaseValue(_ value: SQLValue) -> DatabaseValue {
        switch value {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let integer): .integer(integer)
        case .double(let double): .integer(Int64(exactly: double) ?? 0)
        case .string(let text): .text(text)
        case .blob(let bytes): .blob(Array(bytes))
        }
    }
}
