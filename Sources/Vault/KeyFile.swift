//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The file that holds an installation's keys, readable by its owner alone.
///
///     passthrough-keys 1
///     pepper <64 hexadecimal digits>
///     key k1 <64 hexadecimal digits>
///
/// The last `key` line seals, every one opens. Whoever has this file and the database has the credentials; whoever has
/// one of them has nothing.
package struct KeyFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Whether there is anything at the path.
    package var exists: Bool {
        var status = stat()
        return lstat(self.path, &status) == 0
    }

    /// Reads the ring.
    ///
    /// - Throws: `missing`, `exposed`, `malformed` or `failed`.
    package func load() throws(KeyFileError) -> KeyRing {
        let descriptor = open(self.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing(path: self.path) : .failed(path: self.path, errno: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(path: self.path, errno: errno) }
        guard status.st_mode & 0o077 == 0 else { throw .exposed(path: self.path) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .failed(path: self.path, errno: errno) }
            guard count > 0 else { break }
            bytes += piece[..<count]
            guard bytes.count <= 65_536 else { throw .malformed(path: self.path, line: 1) }
        }
        return try KeyFileText(path: self.path).parse(String(decoding: bytes, as: UTF8.self))
    }

    /// Writes a new file, whole or not at all, and never over another one.
    ///
    /// It is written beside its place and linked there, so that two processes that start at once end with one ring.
    /// - Throws: `alreadyThere` when another process was first, `failed` otherwise.
    package func create(_ ring: KeyRing) throws(KeyFileError) {
        // A name of its own for every attempt: starts may race in one process too.
        let draft = "\(self.path).new-\(getpid())-\(UInt32.random(in: .min ... .max))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .failed(path: draft, errno: errno) }
        defer { unlink(draft) }
        let written = Self.write(Array(KeyFileText(path: self.path).render(ring).utf8), to: descriptor)
        let writeError = errno
        let closed = close(descriptor) == 0
        guard written, closed else { throw .failed(path: draft, errno: writeError) }
        guard link(draft, self.path) == 0 else {
            throw errno == EEXIST ? .alreadyThere(path: self.path) : .failed(path: self.path, errno: errno)
        }
        try self.syncDirectory()
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return fsync(descriptor) == 0
    }

    /// Makes the new name survive a loss of power.
    private func syncDirectory() throws(KeyFileError) {
        let directory = self.path.lastIndex(of: "/").map { String(self.path[...$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(path: directory, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed(path: directory, errno: errno) }
    }
}

/// The system's `write`, whose name the method above hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
