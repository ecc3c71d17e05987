//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A directory of our own that is empty at first and gone afterwards.
struct TemporaryDirectory {
    let path: String

    init() throws {
        // mkdtemp makes the six letters at the end into a name that nobody has.
        var template = Array("\(Self.parent)/passthrough-demo-XXXXXX\0".utf8.map { CChar(bitPattern: $0) })
        guard mkdtemp(&template) != nil else {
            throw CommandFailure("no temporary directory: \(String(cString: strerror(errno)))")
        }
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() { try? FileManager.default.removeItem(atPath: self.path) }

    private static var parent: String {
        let named = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
        return named.hasPrefix("/") ? named : "/tmp"
    }
}
