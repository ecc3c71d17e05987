//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One thing wrong in the catalogue's files.
package struct CatalogProblem: Sendable, Hashable {
    package var file: String
    /// From 1; 0 when the whole file is meant.
    package var line: Int
    package var text: String

    package init(file: String, line: Int, text: String) {
        self.file = file
        self.line = line
        self.text = text
    }
}

extension CatalogProblem: CustomStringConvertible {
    package var description: String {
        self.line > 0 ? "\(self.file):\(self.line): \(self.text)" : "\(self.file): \(self.text)"
    }
}

/// Why there is no catalogue: all that is wrong with it, in the order of the files.
package struct CatalogError: Error, Sendable, Hashable {
    package var problems: [CatalogProblem]

    package init(problems: [CatalogProblem]) { self.problems = problems }

    /// By file and line.
    var inOrder: CatalogError {
        let sorted = self.problems.enumerated().sorted { left, right in
            (left.element.file, left.element.line, left.offset) < (right.element.file, right.element.line, right.offset)
        }
        return CatalogError(problems: sorted.map(\.element))
    }
}

extension CatalogError: CustomStringConvertible {
    package var description: String { self.problems.map(\.description).joined(separator: "\n") }
}
