//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// A row that did not come with the build, read and checked.
package struct OwnRow: Sendable {
    package var integration: Integration
    /// The row as it was written, by itself.
    package var text: String

    package var slug: String { self.integration.type }
}

/// Reads rows that operators and workspaces wrote: by the rules of the catalogue, and as text of a stranger.
package enum OwnRowReader {
    /// Of a text, in bytes.
    package static let mostBytes = 262_144

    /// Problems that are told at once.
    static let mostProblems = 50

    /// The rows of a file: a list whose rows begin with `- slug:` at the margin, or one row alone.
    ///
    /// - Throws: all that is wrong, with lines.
    package static func rows(file: String, text: String) throws(CatalogError) -> [OwnRow] {
        try Self.check(file: file, text: text)
        let isList = text.utf8.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "- slug:".utf8) }
        guard isList else { return [try Self.row(RowText(slug: "row", file: file, line: 1, text: text, isOwn: true))] }
        var index = RowIndex(isOwn: true)
        index.add(file: file, text: text)
        var problems = index.problems
        var rows: [OwnRow] = []
        for row in index.rows {
            do throws(CatalogError) { rows.append(try Self.row(row)) } catch { problems += error.problems }
        }
        guard problems.isEmpty else { throw Self.error(problems) }
        return rows
    }

    /// The one row of a text, YAML or JSON, that was asked for by the slug `type` and may leave it out.
    ///
    /// - Throws: all that is wrong, with lines.
    package static func row(_ type: String, file: String, text: String) throws(CatalogError) -> OwnRow {
        try Self.check(file: file, text: text)
        let row = try Self.row(RowText(slug: type, file: file, line: 1, text: text, isOwn: true))
        guard row.slug == type else {
            let problem = CatalogProblem(file: file, line: 1, text: "\(row.slug): slug is not \(type)")
            throw CatalogError(problems: [problem])
        }
        return row
    }

    /// Words that stand where a slug does in the management API.
    private static let reserved: Set<String> = ["auth", "workspace"]

    private static func row(_ text: RowText) throws(CatalogError) -> OwnRow {
        let parsed = RowParser.parse(text)
        guard let integration = parsed.integration else { throw Self.error(parsed.problems) }
        guard !Self.reserved.contains(integration.type), integration.type != Integration.generic.type else {
            let problem = CatalogProblem(
                file: text.file, line: text.line, text: "\(integration.type): this slug is taken")
            throw CatalogError(problems: [problem])
        }
        return OwnRow(integration: integration, text: text.text)
    }

    private static func error(_ problems: [CatalogProblem]) -> CatalogError {
        let inOrder = CatalogError(problems: problems).inOrder
        guard inOrder.problems.count > Self.mostProblems else { return inOrder }
        let more = inOrder.problems.count - Self.mostProblems
        let last = CatalogProblem(file: problems[0].file, line: 0, text: "and \(more) more")
        return CatalogError(problems: inOrder.problems.prefix(Self.mostProblems) + [last])
    }

    /// What is refused before YAML is read.
    ///
    /// An alias makes a small text stand for a huge one, and a reader walks all of it; without anchors there is none.
    /// Depth is bounded by the reader of YAML itself, at 1000.
    private static func check(file: String, text: String) throws(CatalogError) {
        guard text.utf8.count <= Self.mostBytes else {
            throw CatalogError(problems: [CatalogProblem(file: file, line: 0, text: "is larger than 256 KiB")])
        }
        var line = 1
        var previous = UInt8(ascii: "\n")
        var isAnchor = false
        for byte in text.utf8 {
            if isAnchor, !Self.blank.contains(byte) {
                let text = "anchors are not allowed here; put a space after & where it is one"
                throw CatalogError(problems: [CatalogProblem(file: file, line: line, text: text)])
            }
            isAnchor = byte == UInt8(ascii: "&") && (Self.blank.contains(previous) || Self.flow.contains(previous))
            if byte == UInt8(ascii: "\n") { line += 1 }
            previous = byte
        }
    }

    private static let blank = Set(" \t\r\n".utf8)
    /// What a value may follow without a space.
    private static let flow = Set("[{,:?-".utf8)
}
