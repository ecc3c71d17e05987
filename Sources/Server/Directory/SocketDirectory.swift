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

/// Where the Unix sockets of an installation lie: in its data directory, or where a shorter path is.
///
/// A socket's path holds at most 107 bytes (103 on Darwin). When the data directory's is longer, a directory named by
/// its hash under `XDG_RUNTIME_DIR` or `/tmp` is used, so that server and commands find the same one. It must be ours
/// and closed to others: whoever could put a socket there would be taken for the control plane.
package struct SocketDirectory: Sendable {
    private static let longestPath = 103
    private let path: String

    package init(for data: DataDirectory) throws(ServerError) {
        if data.path.utf8.count + "/changes.sock".utf8.count <= Self.longestPath {
            self.path = data.path
            return
        }
        let parent = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? "/tmp"
        let short = parent.utf8.count <= 60 && parent.hasPrefix("/") ? parent : "/tmp"
        self.path = "\(short)/passthrough-\(getuid())-\(Self.hash(data.path))"
        guard mkdir(self.path, 0o700) == 0 || errno == EEXIST else {
            throw .dataDirectory(path: self.path, problem: String(cString: strerror(errno)))
        }
        guard let facts = FileFacts(of: self.path), facts.isDirectory, facts.isOurs, facts.isClosedToOthers else {
            throw .dataDirectory(path: self.path, problem: "is not a directory of ours that is closed to others")
        }
    }

    var controlPath: String { "\(self.path)/control.sock" }
    var changesPath: String { "\(self.path)/changes.sock" }

    /// FNV-1a: a short name, not a proof of anything; `init` checks the owner.
    private static func hash(_ text: String) -> String {
        let value = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(value, radix: 16)
    }
}
