//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A Swift file of the project, as text and as code alone.
struct SourceFile: Sendable {
    /// From the root of the repository.
    let path: String
    let lines: [Substring]
    /// The same lines with comments and the contents of string literals left out.
    let code: [Substring]

    /// `Wire` of `Sources/Wire/…`.
    var target: String { String(self.path.split(separator: "/").dropFirst().first ?? "") }

    init(path: String, text: String) {
        self.path = path
        self.lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        self.code = CodeOnly.strip(text).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The modules that it imports.
    var imports: [String] {
        self.code.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), words.count > index + 1 else { return nil }
            let isKind = ["struct", "class", "enum", "func", "protocol", "var", "typealias"].contains(words[index + 1])
            let name = isKind && words.count > index + 2 ? words[index + 2] : words[index + 1]
            return name.split(separator: ".").first.map(String.init)
        }
    }
}

/// The repository, from where this file lies in it.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = Repository.swiftFiles(under: "Sources")
    static let tests = Repository.swiftFiles(under: "Tests")

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func swiftFiles(under folder: String) -> [SourceFile] {
        let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path)?
            .compactMap { $0 as? String }
            .filter { $0.hasSuffix(".swift") }
            .sorted()
        return (paths ?? []).compactMap { path in
            let path = "\(folder)/\(path)"
            return (try? self.text(path)).map { SourceFile(path: path, text: $0) }
        }
    }
}
