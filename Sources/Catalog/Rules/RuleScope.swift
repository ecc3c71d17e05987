//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Yams

/// What a rule needs: the row's variables, and a way to report a fault where it lies.
struct RuleScope {
    /// The whole row, or the method that is checked.
    var place: String
    var node: Node
    var variables: [String: IntegrationVariable]
    /// Places, as `HOST:PORT`, that the row may name although they are no public names; none in a row of the build.
    var places: Set<String> = []
    /// Whether the row did not come with the build.
    var isOwn = false
    let report: RowReport

    /// Reports `text` at the member that `path` leads to, as far as there is one.
    func fault(_ text: String, at path: String...) {
        var node = self.node
        var mark = node.mark
        for step in path {
            guard let next = Self.member(step, of: node) else { break }
            node = next
            mark = node.mark ?? mark
        }
        self.report.add(text, place: self.place, mark: mark)
    }

    private static func member(_ step: String, of node: Node) -> Node? {
        if let index = Int(step), let nodes = node.sequence {
            return nodes.indices.contains(index) ? nodes[index] : nil
        }
        return node.mapping?.first { key, _ in key.scalar?.string == step }?.value
    }

    func kind(of name: String) -> VariableKind? { self.variables[name]?.kind }
}
