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

/// What is at a path itself; a symbolic link is not followed.
struct FileFacts {
    let isDirectory: Bool
    let isOurs: Bool
    /// Neither group nor others may do anything.
    let isClosedToOthers: Bool

    /// `nil` when there is nothing, or it may not be asked.
    init?(of path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? UInt
        else { return nil }
        self.isDirectory = attributes[.type] as? FileAttributeType == .typeDirectory
        self.isOurs = (attributes[.ownerAccountID] as? UInt) == UInt(getuid())
        self.isClosedToOthers = mode & 0o077 == 0
    }
}
