//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why the store did not answer; holds numbers only, never a value of a row or a statement.
package enum StoreError: Error, Hashable {
    /// Another process held the database for longer than we wait.
    case busy
    /// A unique or foreign key would have been broken.
    case constraint
    /// The disk is full, unreadable or read-only, or the file is not a database: the database's own number.
    case failed(code: Int)
    /// The database's file cannot be opened or made: the system's number.
    case cannotOpen(errno: Int32)
    /// A column holds what the schema does not allow.
    case unexpected(column: Int)
    /// The caller went away; nothing was written.
    case cancelled
    /// A newer version of this program has changed the schema.
    case schemaTooNew(found: Int64, known: Int64)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .busy: "another process is using the database"
        case .constraint: "the database refused a row"
        case .failed(let code): "database error \(code)"
        case .cannotOpen(let errno): "the database cannot be opened or made (system error \(errno))"
        case .unexpected(let column): "the database holds an unexpected value in column \(column)"
        case .cancelled: "the operation was cancelled"
        case .schemaTooNew(let found, let known):
            "the database was written by a newer version (schema \(found), this version knows \(known))"
        }
    }
}
