//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Files of a line or two, read and written whole.
enum SmallFile {
    /// The text, or `nil` when the file is missing, unreadable or longer than 4 KiB.
    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4097)
        let count = fread(&bytes, 1, bytes.count, file)
        return count <= 4096 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// Puts the text in place at once: whoever reads meanwhile sees all or nothing.
    static func write(_ text: String, to path: String) -> Bool {
        let draft = "\(path).new-\(getpid())"
        guard let file = fopen(draft, "w") else { return false }
        let bytes = Array(text.utf8)
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count && fflush(file) == 0
        let isDurable = fsync(fileno(file)) == 0
        fclose(file)
        return isWritten && isDurable && rename(draft, path) == 0
    }
}
