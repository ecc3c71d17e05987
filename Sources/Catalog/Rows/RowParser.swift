//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Yams

/// One row from its text to a description that obeys every rule.
enum RowParser {
    /// The row, when nothing is wrong with it, and what is.
    static func parse(_ row: RowText) -> (integration: Integration?, problems: [CatalogProblem]) {
        let report = RowReport(row)
        guard let node = Self.node(of: row, report) else { return (nil, report.problems) }
        var integration = IntegrationReader(report: report).read(node, of: row)
        integration?.isOwn = row.isOwn
        if let integration = integration {
            RowRules(integration, node: node, place: row.slug, report: report).check(integration)
        }
        return (report.problems.isEmpty ? integration : nil, report.problems)
    }

    private static func node(of row: RowText, _ report: RowReport) -> Node? {
        do {
            let root = try Yams.compose(yaml: row.text)
            if row.isOwn, let root = root, root.mapping != nil { return root }
            guard let rows = root?.sequence, rows.count == 1 else {
                report.add("is not one row", place: row.slug, node: nil)
                return nil
            }
            return rows[0]
        } catch let error as YamlError {
            report.add("is no YAML: \(Self.words(of: error))", place: row.slug, mark: Self.mark(of: error))
        } catch {
            report.add("is no YAML", place: row.slug, node: nil)
        }
        return nil
    }

    private static func words(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping: "a key stands twice in a mapping"
        default: "unreadable"
        }
    }

    private static func mark(of error: YamlError) -> Mark? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
        case .duplicatedKeysInMapping(_, let context): context.mark
        default: nil
        }
    }
}
