//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Synchronization

/// A private directory that goes with its owner, or with the process.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        // mkdtemp makes the six letters at the end into a name that nobody has.
        var template = Array("/tmp/passthrough-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp") }
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        Leftovers.add(self.path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
        Leftovers.remove(self.path)
    }

    /// Writes a file of this directory; the answer is its path.
    package func write(_ text: String, to name: String) throws -> String {
        let path = "\(self.path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Every regular file at any depth, with its bytes.
    package func files() throws -> [(path: String, bytes: [UInt8])] {
        try FileManager.default.subpathsOfDirectory(atPath: self.path).compactMap { name in
            let path = "\(self.path)/\(name)"
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
            return (path, Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        }
    }
}

/// Directories whose owners live as long as the process.
private enum Leftovers {
    private static let paths = Mutex(Set<String>())
    private static let isRegistered: Bool = {
        atexit {
            for path in Leftovers.paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
        }
        return true
    }()

    static func add(_ path: String) { self.paths.withLock { if self.isRegistered { $0.insert(path) } } }

    static func remove(_ path: String) { self.paths.withLock { _ = $0.remove(path) } }
}
