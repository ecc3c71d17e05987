//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import GRDB
package import Storage

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// SQLite in one file: one writer at a time, readers beside it, several processes on the file.
package struct SQLiteDriver: SQLDriver {
    package let blobType = "BLOB"
    private let pool: DatabasePool

    /// Opens or makes the file at `path`, readable by its owner alone.
    ///
    /// - Throws: `StoreError`.
    package init(path: String) throws {
        // SQLite gives its journal files the mode of the database file, so that making this one first is enough.
        try Self.touch(path)
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        do {
            self.pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL, with which a loss of power may take back a commit that was answered.
            try self.pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
        } catch { throw SQLiteSession.translate(error) }
    }

    package func read<Value: Sendable>(_ body: @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        do {
            return try await self.pool.read { database in try body(SQLiteSession(database: database)) }
        } catch { throw SQLiteSession.translate(error) }
    }

    package func write<Value: Sendable>(_ body: @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        do {
            return try await self.pool.write { database in try body(SQLiteSession(database: database)) }
        } catch { throw SQLiteSession.translate(error) }
    }

    private static func touch(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(errno: errno) }
        closeDescriptor(descriptor)
    }

    /// Closes the file; whatever is asked afterwards fails.
    package func close() throws {
        do { try self.pool.close() } catch { throw SQLiteSession.translate(error) }
    }
}

/// The system's `close`, whose name the driver's method hides.
private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
