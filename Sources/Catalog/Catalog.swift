//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// The integrations that connections can be made at.
///
/// Rows that come with the build were checked when it was tested: at start their slugs are found, and each is read on
/// its first use. Rows from elsewhere are read and checked whole before they are here: those of the operator's files for
/// every workspace, those that a workspace wrote for it alone, see `seen(by:)`.
package struct Catalog: Sendable {
    private let rows: RowSet
    private let own: OwnRows
    private let workspace: WorkspaceID?

    /// The rows that came with this build.
    package static func bundled() throws(CatalogError) -> Catalog {
        try Self.bundled(addingPaths: [])
    }

    /// The rows that came with this build, and those of an operator's files and folders.
    ///
    /// - Throws: also when a slug stands twice, or is one of the build.
    package static func bundled(addingPaths paths: [String]) throws(CatalogError) -> Catalog {
        var index = RowIndex()
        for file in try CatalogFiles.read(directory: try CatalogFiles.bundledDirectory()) {
            index.add(file: file.name, text: file.text)
        }
        let rows = try Self.rows(index)
        return Catalog(rows: RowSet(rows + (try Self.ownRows(of: paths, besides: Set(rows.map(\.slug))))))
    }

    /// The rows in the `.yaml` files of a folder.
    package init(directory: String) throws(CatalogError) {
        try self.init(files: try CatalogFiles.read(directory: directory))
    }

    /// The rows of files, given as text.
    package init(files: [(name: String, text: String)]) throws(CatalogError) {
        var index = RowIndex()
        for file in files { index.add(file: file.name, text: file.text) }
        self.init(rows: RowSet(try Self.rows(index)))
        try self.validateAll()
    }

    private init(rows: RowSet, own: OwnRows = OwnRows(), workspace: WorkspaceID? = nil) {
        self.rows = rows
        self.own = own
        self.workspace = workspace
    }

    /// The catalogue as `workspace` sees it: its own rows too, before others of the same slug, and no other's.
    ///
    /// Costs nothing; what is asked of it is as of the moment of asking.
    package func seen(by workspace: WorkspaceID) -> Catalog {
        Catalog(rows: self.rows, own: self.own, workspace: workspace)
    }

    private var ownRows: RowSet? { self.workspace.flatMap { self.own.rows(of: $0) } }

    /// All of them, by slug.
    package var integrations: [Integration] {
        let own = self.ownRows.map { Array($0.slugs) } ?? []
        let slugs = Set(own).union(self.rows.slugs).union([Integration.generic.type])
        return slugs.sorted().compactMap { self[$0] }
    }

    /// The integration of that slug; `nil` when there is none.
    package subscript(slug: String) -> Integration? {
        if slug == Integration.generic.type { return Integration.generic }
        if let own = self.ownRows, own.holds(slug) { return own[slug] }
        return self.rows[slug]
    }

    /// The row of that slug as it was written, in YAML or JSON.
    package func text(of slug: String) -> String? { self.ownRows?.text(of: slug) ?? self.rows.text(of: slug) }

    /// Whether the slug is one of the build or of the operator's files, which no workspace may take.
    package func isTaken(_ slug: String) -> Bool { slug == Integration.generic.type || self.rows.holds(slug) }

    /// Makes `rows` those that `workspace` wrote; an older `version` than before changes nothing.
    package func hold(_ rows: [(type: String, text: String)], of workspace: WorkspaceID, version: UInt64) {
        let texts = rows.map { RowText(slug: $0.type, file: $0.type, line: 1, text: $0.text, isOwn: true) }
        self.own.hold(texts, of: workspace, version: version)
    }

    /// Reads every row, and checks it by every rule.
    package func validateAll() throws(CatalogError) {
        let problems = self.rows.problems
        guard problems.isEmpty else { throw CatalogError(problems: problems).inOrder }
    }

    private static func rows(_ index: RowIndex) throws(CatalogError) -> [RowText] {
        guard index.problems.isEmpty else {
            // All that is wrong is told at once, so what could be cut is read too.
            let inside = index.rows.flatMap { RowParser.parse($0).problems }
            throw CatalogError(problems: index.problems + inside).inOrder
        }
        return index.rows
    }

    private static func ownRows(of paths: [String], besides taken: Set<String>) throws(CatalogError) -> [RowText] {
        var problems: [CatalogProblem] = []
        var seen: [String: String] = [:]
        var rows: [RowText] = []
        for path in paths {
            for file in try CatalogFiles.own(path: path) {
                do throws(CatalogError) {
                    for row in try OwnRowReader.rows(file: file.name, text: file.text) {
                        let earlier = taken.contains(row.slug) ? "the catalogue" : seen[row.slug]
                        if let earlier = earlier {
                            let text = "\(row.slug): the slug is taken by \(earlier)"
                            problems.append(CatalogProblem(file: file.name, line: 0, text: text))
                        }
                        seen[row.slug] = file.name
                        rows.append(
                            RowText(slug: row.slug, file: file.name, line: 1, text: row.text, isOwn: true))
                    }
                } catch { problems += error.problems }
            }
        }
        guard problems.isEmpty else { throw CatalogError(problems: problems) }
        return rows
    }
}
