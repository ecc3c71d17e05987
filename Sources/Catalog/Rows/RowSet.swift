//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Synchronization

/// Rows by slug, each read on its first use.
struct RowSet: Sendable {
    private let rows: [String: RowText]
    private let read = ReadRows()

    init(_ rows: [RowText]) { self.rows = Dictionary(rows.map { ($0.slug, $0) }) { first, _ in first } }

    var slugs: Dictionary<String, RowText>.Keys { self.rows.keys }

    subscript(slug: String) -> Integration? { self.rows[slug].flatMap { self.read[$0] } }

    func text(of slug: String) -> String? { self.rows[slug]?.text }

    func holds(_ slug: String) -> Bool { self.rows[slug] != nil }

    /// Reads every row, and says what is wrong.
    var problems: [CatalogProblem] {
        self.rows.values.flatMap { row in
            let builtIn = CatalogProblem(file: row.file, line: row.line, text: "generic is built in")
            return (row.slug == Integration.generic.type ? [builtIn] : []) + self.read.problems(of: row)
        }
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
