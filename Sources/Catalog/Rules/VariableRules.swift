//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// A variable and its values.
struct VariableRules {
    let scope: RuleScope

    func check(_ variable: IntegrationVariable, authHosts: [String]) {
        let name = variable.name
        let values = variable.values ?? []
        if variable.kind == .enum, values.isEmpty { self.fault(name, "an enum wants values", at: "kind") }
        if let value = variable.defaultValue, variable.values != nil, !values.contains(value) {
            self.fault(name, "default is not among values", at: "default")
        }
        let kind = variable.kind
        if kind != .secret, kind != .enum {
            for (key, value) in [("default", variable.defaultValue), ("example", variable.example)] {
                if let value = value, !kind.admits(value) {
                    self.fault(name, "\(key) \(value) is no \(kind.rawValue)", at: key)
                }
            }
            for value in values where !kind.admits(value) {
                self.fault(name, "value \(value) is no \(kind.rawValue)", at: "values")
            }
        }
        guard let lookup = variable.lookup else { return }
        var scope = self.scope
        scope.place += " vars.\(name)"
        let urls = URLRules(scope: scope)
        let host = urls.check(lookup.url, "lookup.url", at: "vars")
        urls.check(host, "lookup.url", at: "vars", in: authHosts, called: "auth_hosts")
    }

    private func fault(_ name: String, _ text: String, at key: String) {
        var scope = self.scope
        scope.place += " vars.\(name)"
        scope.fault(text, at: "vars", name, key)
    }
}

/// A list of host patterns.
struct HostListRules {
    let scope: RuleScope

    func check(_ patterns: [String], at path: String) {
        for (index, pattern) in patterns.enumerated() {
            guard let text = self.fault(of: pattern) else { continue }
            self.scope.fault("\(path): \(pattern) \(text)", at: path, String(index))
        }
    }

    private func fault(of pattern: String) -> String? {
        let template = IntegrationTemplate(pattern)
        if template.parts.count == 1, let name = template.leadingVariable {
            guard let kind = self.scope.kind(of: name) else { return "is not declared" }
            return kind.namesHost ? nil : "is not a host variable"
        }
        let isWildcard = pattern.hasPrefix("*.")
        let bare = isWildcard ? String(pattern.dropFirst(2)) : pattern
        if isWildcard, !bare.contains(".") { return "is too wide" }
        if self.scope.isOwn, RowHosts.place(pattern) != nil { return nil }
        guard HostName.isPublic(bare), bare == bare.lowercased() else {
            let more = self.scope.isOwn ? ", host:port" : ""
            return "is neither a host, *.host\(more) nor {variable}"
        }
        return nil
    }
}
