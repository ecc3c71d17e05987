//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The directory that holds an installation's database and keys, for its owner alone.
///
///     format             names this layout, so that another version's is not misread
///     keys               the key file (Vault)
///     passthrough.db     the database, with its -wal and -shm beside it
///     control.sock       the control plane, while a server runs
///     changes.sock       where commands tell a running server of their changes
///     lock               held by the running server
package struct DataDirectory: Sendable {
    package let path: String

    private static let format = "passthrough-data 1\n"

    /// Opens the directory at `path`, and makes it when there is none.
    ///
    /// - Throws: `ServerError.dataDirectory`.
    package init(opening path: String) throws(ServerError) {
        guard !path.isEmpty else { throw .dataDirectory(path: path, problem: "the path is empty") }
        try Self.make(path)
        guard let resolved = realpath(path, nil) else { throw Self.failure(path, errno) }
        defer { free(resolved) }
        self.path = String(cString: resolved)
        try self.check()
    }

    package var databasePath: String { "\(self.path)/passthrough.db" }
    package var keyPath: String { "\(self.path)/keys" }
    var lockPath: String { "\(self.path)/lock" }

    /// The directory and those above it that are missing.
    private static func make(_ path: String) throws(ServerError) {
        var prefix = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            prefix += "/\(component)"
            if mkdir(prefix, 0o700) == 0 || errno == EEXIST { continue }
            // A parent on a read-only file system answers EROFS even when it is there.
            let problem = errno
            guard access(prefix, F_OK) == 0 else { throw self.failure(prefix, problem) }
        }
    }

    /// Takes an empty directory, or one of this layout; anything else is left alone.
    private func check() throws(ServerError) {
        guard let facts = FileFacts(of: self.path), facts.isDirectory else { throw self.failure("is not a directory") }
        guard access(self.path, W_OK | X_OK) == 0 else { throw self.failure("cannot be written to") }
        let formatPath = "\(self.path)/format"
        if let found = SmallFile.read(formatPath) {
            guard found == Self.format else {
                throw self.failure("was made by another version of passthrough (\(formatPath))")
            }
            guard facts.isClosedToOthers else { throw self.failure("can be used by others: run chmod 700 on it") }
            return
        }
        guard self.isEmpty else {
            throw self.failure("is not empty and not a data directory of passthrough; choose another")
        }
        guard chmod(self.path, 0o700) == 0 else { throw Self.failure(self.path, errno) }
        guard SmallFile.write(Self.format, to: formatPath) else { throw Self.failure(formatPath, errno) }
    }

    /// Nothing in it, or only what another process that starts at this moment has made.
    private var isEmpty: Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: self.path) else { return false }
        return names.allSatisfy { $0 == "lost+found" || $0.hasPrefix("format") }
    }

    private func failure(_ problem: String) -> ServerError { .dataDirectory(path: self.path, problem: problem) }

    private static func failure(_ path: String, _ error: Int32) -> ServerError {
        .dataDirectory(path: path, problem: String(cString: strerror(error)))
    }
}
