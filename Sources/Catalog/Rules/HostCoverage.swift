//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Whether host patterns admit every host that a template can come to.
struct HostCoverage {
    let patterns: [String]
    let variables: [String: IntegrationVariable]

    func covers(_ host: String) -> Bool {
        let template = IntegrationTemplate(host)
        let names = template.names
        if template.parts.count == 1, let name = template.leadingVariable { return self.coversWhole(name) }
        if let name = names.first(where: { self.variables[$0]?.values != nil }),
            let values = self.variables[name]?.values
        {
            var others = self.variables
            others[name] = nil
            let rest = HostCoverage(patterns: self.patterns, variables: others)
            return values.allSatisfy { rest.covers(Self.replacing(name, by: $0, in: template)) }
        }
        if names.count == 1, let variable = self.variables[names[0]], variable.kind == .host {
            let known = Self.known(of: variable)
            if !known.isEmpty {
                let rest = HostCoverage(patterns: self.patterns, variables: [:])
                return known.allSatisfy { rest.covers(Self.replacing(names[0], by: $0, in: template)) }
            }
        }
        let literal = template.filled { (_) throws(Never) in "x1" }
        return self.patterns.contains { pattern in
            pattern.hasPrefix("*.")
                ? HostName.isBelow(literal, String(pattern.dropFirst(2))) : names.isEmpty && pattern == literal
        }
    }

    /// A host that is one variable: checked against the patterns when a connection is made, so that they must admit
    /// what is known of it here.
    private func coversWhole(_ name: String) -> Bool {
        if self.patterns.contains("{\(name)}") { return true }
        guard let variable = self.variables[name] else { return !self.patterns.isEmpty }
        let rest = HostCoverage(patterns: self.patterns, variables: [:])
        if let values = variable.values { return values.allSatisfy { rest.covers(Self.host(of: $0)) } }
        return !self.patterns.isEmpty && Self.known(of: variable).allSatisfy { rest.covers(Self.host(of: $0)) }
    }

    private static func known(of variable: IntegrationVariable) -> [String] {
        [variable.defaultValue, variable.example].compactMap { $0 }.filter { !$0.isEmpty }
    }

    private static func host(of value: String) -> String {
        let rest = value.hasPrefix("https://") ? value.dropFirst(8) : value[...]
        return String(rest.prefix { $0 != "/" })
    }

    private static func replacing(_ name: String, by value: String, in template: IntegrationTemplate) -> String {
        template.filled { (other) throws(Never) in other == name ? value : "{\(other)}" }
    }
}
