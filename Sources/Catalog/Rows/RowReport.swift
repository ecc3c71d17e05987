//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Yams

/// Collects what is wrong with one row, with the lines of its file.
final class RowReport {
    private let file: String
    private let firstLine: Int
    private(set) var problems: [CatalogProblem] = []

    init(_ row: RowText) {
        self.file = row.file
        self.firstLine = row.line
    }

    func add(_ text: String, place: String, node: Node?) {
        self.add(text, place: place, mark: node?.mark)
    }

    func add(_ text: String, place: String, mark: Mark?) {
        let line = self.firstLine + (mark?.line ?? 1) - 1
        self.problems.append(CatalogProblem(file: self.file, line: line, text: "\(place): \(text)"))
    }
}
