//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
internal import Synchronization

/// The integrations that connections can be made at.
///
/// Rows that come with the build were checked when it was tested: at start their slugs are found, and each is read on
/// its first use. Rows from elsewhere are read and checked whole before there is a catalogue.
package struct Catalog: Sendable {
    private let rows: [String: RowText]
    private let read = ReadRows()

    /// The rows that came with this build.
    package static func bundled() throws(CatalogError) -> Catalog {
        try Catalog(unchecked: try CatalogFiles.read(directory: try CatalogFiles.bundledDirectory()))
    }

    /// The rows in the `.yaml` files of a folder.
    package init(directory: String) throws(CatalogError) {
        try self.init(files: try CatalogFiles.read(directory: directory))
    }

    /// The rows of files, given as text.
    package init(files: [(name: String, text: String)]) throws(CatalogError) {
        try self.init(unchecked: files)
        try self.validateAll()
    }

    private init(unchecked files: [(name: String, text: String)]) throws(CatalogError) {
        var index = RowIndex()
        for file in files { index.add(file: file.name, text: file.text) }
        guard index.problems.isEmpty else {
            // All that is wrong is told at once, so what could be cut is read too.
            let inside = index.rows.flatMap { RowParser.parse($0).problems }
            throw CatalogError(problems: Self.inOrder(index.problems + inside))
        }
        self.rows = Dictionary(index.rows.map { ($0.slug, $0) }) { first, _ in first }
    }

    /// All of them, by slug.
    package var integrations: [Integration] {
        let slugs = self.rows.keys + [Integration.generic.type]
        return slugs.sorted().compactMap { self[$0] }
    }

    /// The integration of that slug; `nil` when there is none.
    package subscript(slug: String) -> Integration? {
        if slug == Integration.generic.type { return Integration.generic }
        guard let row = self.rows[slug] else { return nil }
        return self.read[row]
    }

    /// Reads every row, and checks it by every rule.
    package func validateAll() throws(CatalogError) {
        var problems: [CatalogProblem] = []
        for row in self.rows.values {
            if row.slug == Integration.generic.type {
                problems.append(CatalogProblem(file: row.file, line: row.line, text: "generic is built in"))
            }
            problems += self.read.problems(of: row)
        }
        guard problems.isEmpty else { throw CatalogError(problems: Self.inOrder(problems)) }
    }

    private static func inOrder(_ problems: [CatalogProblem]) -> [CatalogProblem] {
        problems.enumerated().sorted { left, right in
            (left.element.file, left.element.line, left.offset) < (right.element.file, right.element.line, right.offset)
        }.map(\.element)
    }
}

/// Rows read so far.
private final class ReadRows: Sendable {
    private let rows = Mutex<[String: Integration]>([:])

    subscript(row: RowText) -> Integration? {
        if let integration = self.rows.withLock({ $0[row.slug] }) { return integration }
        guard let integration = RowParser.parse(row).integration else { return nil }
        self.rows.withLock { $0[row.slug] = integration }
        return integration
    }

    func problems(of row: RowText) -> [CatalogProblem] {
        let parsed = RowParser.parse(row)
        if let integration = parsed.integration { self.rows.withLock { $0[row.slug] = integration } }
        return parsed.problems
    }
}
