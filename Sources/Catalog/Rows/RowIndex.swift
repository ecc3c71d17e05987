//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A row's text and where it lies, found without reading YAML.
struct RowText: Sendable, Hashable {
    var slug: String
    var file: String
    /// Of the row's first line, from 1.
    var line: Int
    var text: String
    /// Whether the row did not come with the build.
    var isOwn = false
}

/// Cuts a file into rows by its lines alone.
///
/// Reading 647 rows of YAML costs more than a server's whole start may; a start needs the slugs alone. So a row must
/// begin with `- slug: NAME` at the margin, and nothing else may stand there but comments.
struct RowIndex {
    private let isOwn: Bool
    private(set) var rows: [RowText] = []
    private(set) var problems: [CatalogProblem] = []

    private var lines: [String: (file: String, line: Int)] = [:]
    private var isMisread = false

    init(isOwn: Bool = false) { self.isOwn = isOwn }

    mutating func add(file: String, text: String) {
        var open: RowText?
        var bytes: [UInt8] = []
        self.isMisread = false
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let slug = Self.slug(in: line) {
                self.close(open, bytes)
                open = self.begin(RowText(slug: slug, file: file, line: index + 1, text: "", isOwn: self.isOwn))
                bytes = []
            } else if !Self.isInside(line), !self.isMisread {
                self.isMisread = true
                self.problems.append(
                    CatalogProblem(file: file, line: index + 1, text: "a row begins with `- slug: NAME`"))
            }
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
            bytes += line
        }
        self.close(open, bytes)
    }

    private mutating func begin(_ row: RowText) -> RowText? {
        if let first = self.lines[row.slug] {
            let text = "\(row.slug): duplicate slug, also in \(first.file):\(first.line)"
            self.problems.append(CatalogProblem(file: row.file, line: row.line, text: text))
            return nil
        }
        self.lines[row.slug] = (row.file, row.line)
        return row
    }

    private mutating func close(_ row: RowText?, _ bytes: [UInt8]) {
        guard var row = row else { return }
        row.text = String(decoding: bytes, as: UTF8.self)
        self.rows.append(row)
    }

    private static func slug(in line: Substring.UTF8View) -> String? {
        let key = "- slug:"
        guard line.starts(with: key.utf8) else { return nil }
        let value = line.dropFirst(key.utf8.count).drop { $0 == UInt8(ascii: " ") }
        let slug = String(decoding: value.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        return slug.isEmpty ? nil : slug
    }

    /// Whether a line belongs to the row above it, or to none.
    private static func isInside(_ line: Substring.UTF8View) -> Bool {
        guard let first = line.first else { return true }
        return [UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: "\r")].contains(first)
    }
}
