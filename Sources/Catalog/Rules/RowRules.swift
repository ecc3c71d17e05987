//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Model
internal import Yams

/// What one row must obey beyond the types of its members.
struct RowRules {
    let scope: RuleScope
    private let urls: URLRules
    private let templates: TemplateRules

    init(_ row: Integration, node: Node, place: String, report: RowReport) {
        let variables = Dictionary(row.variables.map { ($0.name, $0) }) { first, _ in first }
        var scope = RuleScope(place: place, node: node, variables: variables, report: report)
        scope.isOwn = row.isOwn
        if row.isOwn {
            scope.places = Set((row.allowedHosts + row.authHosts).filter { RowHosts.place($0) != nil })
        }
        self.scope = scope
        self.urls = URLRules(scope: self.scope)
        self.templates = TemplateRules(scope: self.scope, known: Set(variables.keys))
    }

    func check(_ row: Integration) {
        self.checkIdentity(row)
        for variable in row.variables {
            VariableRules(scope: self.scope).check(variable, authHosts: row.authHosts)
        }
        let hosts = HostListRules(scope: self.scope)
        hosts.check(row.allowedHosts, at: "allowed_hosts")
        hosts.check(row.authHosts, at: "auth_hosts")
        if row.allowedHosts.isEmpty { self.scope.fault("allowed_hosts is empty", at: "allowed_hosts") }
        self.checkBase(row)
        self.checkHeaders(row)
        for (index, method) in row.methods.enumerated() {
            var scope = self.scope
            scope.place += " auth[\(index)]"
            scope.node = self.scope.node.mapping?["auth"]?.sequence?[index] ?? scope.node
            MethodRules(method, of: row, scope: scope).check(method)
        }
        self.checkProbe(row)
        self.checkSources(row)
    }

    private func checkIdentity(_ row: Integration) {
        if !Self.isSlug(row.type) { self.scope.fault("bad slug", at: "slug") }
        if row.name.allSatisfy(\.isWhitespace) { self.scope.fault("empty name", at: "name") }
        for category in row.categories where !IntegrationCategories.all.contains(category) {
            self.scope.fault("unknown category \(category)", at: "categories")
        }
        if let docs = row.docsURL { self.urls.check(docs, "docs", at: "docs") }
    }

    private static func isSlug(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "_")
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private func checkBase(_ row: Integration) {
        let host = self.urls.check(row.baseURL, "base_url", at: "base_url")
        self.templates.check(row.baseURL, at: "base_url")
        if row.baseURL.hasSuffix("/") { self.scope.fault("base_url ends with /", at: "base_url") }
        self.urls.check(host, "base_url", at: "base_url", in: row.allowedHosts, called: "allowed_hosts")
    }

    private func checkHeaders(_ row: Integration) {
        for header in row.headers {
            let name = header.name.lowercased()
            if name == "authorization" || name == "cookie" || FieldText.isReserved(name) {
                self.scope.fault("static header \(header.name) does not belong here", at: "headers", header.name)
            }
            self.templates.check(header.value, at: "headers")
        }
    }

    private func checkProbe(_ row: Integration) {
        guard let probe = row.probe else { return }
        if probe.method != "GET", probe.method != "POST" {
            self.scope.fault("probe method is GET or POST", at: "probe", "method")
        }
        switch probe.target {
        case .path(let path):
            if !path.hasPrefix("/") { self.scope.fault("probe path must start with /", at: "probe") }
            self.templates.check(path, at: "probe")
        case .url(let url):
            let host = self.urls.check(url, "probe.url", at: "probe")
            self.urls.check(host, "probe.url", at: "probe", in: row.allowedHosts, called: "allowed_hosts")
            self.templates.check(url, at: "probe")
        }
        guard let body = probe.body else { return }
        if (try? JSONSerialization.jsonObject(with: Data(body.utf8), options: .fragmentsAllowed)) == nil {
            self.scope.fault("probe.json is no JSON", at: "probe", "json")
        }
    }

    private func checkSources(_ row: Integration) {
        if row.verified != row.sources.count {
            self.scope.fault("verified is not the number of sources", at: "verified")
        }
        for (key, names) in [("sources", row.sources), ("partial", row.partialSources)] {
            for name in names where !IntegrationCategories.sources.contains(name) {
                self.scope.fault("unknown source \(name)", at: key)
            }
        }
        if !Set(row.sources).isDisjoint(with: row.partialSources) {
            self.scope.fault("a source is both in sources and in partial", at: "partial")
        }
    }
}
