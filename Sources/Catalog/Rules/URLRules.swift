//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The shape of URL templates.
struct URLRules {
    let scope: RuleScope

    /// Checks the URL in the member `path`, and gives its host's template when it has one.
    @discardableResult
    func check(_ url: String, _ what: String, at path: String) -> String? {
        let host = self.host(of: url, what, path)
        if !url.utf8.allSatisfy(Self.isURLCharacter) {
            self.scope.fault("\(what) has characters that do not belong in a URL", at: path)
        }
        if Self.holdsCredential(url) { self.scope.fault("\(what) has a credential in it", at: path) }
        self.checkKinds(in: host ?? "", what, path)
        return host
    }

    /// Checks that `host` lies in the list of hosts called `list`.
    func check(_ host: String?, _ what: String, at path: String, in patterns: [String], called list: String) {
        guard let host = host, !HostCoverage(patterns: patterns, variables: self.scope.variables).covers(host) else {
            return
        }
        self.scope.fault("\(what) host \(host) is not covered by \(list)", at: path)
    }

    private func host(of url: String, _ what: String, _ path: String) -> String? {
        let template = IntegrationTemplate(url)
        if let name = template.leadingVariable {
            let kind = self.scope.kind(of: name)
            if kind != .origin, kind != .url {
                self.scope.fault("\(what) starts with {\(name)}, which is not of kind origin or url", at: path)
            }
            let rest = url.dropFirst(name.count + 2)
            if !rest.isEmpty, !rest.hasPrefix("/") {
                self.scope.fault("\(what): text after {\(name)} must start with /", at: path)
            }
            return "{\(name)}"
        }
        if let place = self.place(in: url) { return place }
        guard url.hasPrefix("https://") else {
            let hint = self.scope.isOwn ? " (a self-hosted product is listed as HOST:PORT in the row's hosts)" : ""
            self.scope.fault("\(what) is not https: \(url)\(hint)", at: path)
            return nil
        }
        let authority = url.dropFirst(8).prefix { !"/?#".contains($0) }
        if authority.contains("@") { self.scope.fault("\(what) has credentials in it", at: path) }
        let host = Self.withoutPort(authority)
        let hostTemplate = IntegrationTemplate(host)
        if hostTemplate.parts.count != 1 || hostTemplate.leadingVariable == nil,
            !HostName.isPublic(hostTemplate.filled { (name) throws(Never) in self.sample(of: name) })
        {
            self.scope.fault("\(what) has a bad host: \(host)", at: path)
        }
        return host
    }

    /// The place that the URL is at, when the row may name it.
    private func place(in url: String) -> String? {
        let scheme = ["https://", "http://"].first { url.hasPrefix($0) }
        guard !self.scope.places.isEmpty, let scheme = scheme else { return nil }
        let authority = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard let base = BaseURL(hosts: .any).parse(scheme + authority) else { return nil }
        let text = RowHosts.text(base)
        return self.scope.places.contains(text) ? text : nil
    }

    private static func withoutPort(_ authority: Substring) -> String {
        guard let colon = authority.lastIndex(of: ":") else { return String(authority) }
        let port = authority[authority.index(after: colon)...]
        guard (2...5).contains(port.count), UInt16(port) != nil else { return String(authority) }
        return String(authority[..<colon])
    }

    /// Something that the variable may be.
    private func sample(of name: String) -> String {
        guard let variable = self.scope.variables[name] else { return "x1" }
        let known = (variable.values ?? []) + [variable.defaultValue, variable.example].compactMap { $0 }
        guard let first = known.first, !first.isEmpty else { return "x1" }
        return first.hasPrefix("https://") ? String(first.dropFirst(8)) : first
    }

    private func checkKinds(in host: String, _ what: String, _ path: String) {
        for name in IntegrationTemplate(host).names {
            guard let variable = self.scope.variables[name], variable.kind == .id || variable.kind == .secret else {
                continue
            }
            let tail = host.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
            let endsInName = host.contains(".") && tail.count >= 2 && tail.allSatisfy { ("a"..."z").contains($0) }
            if variable.values == nil, !endsInName {
                self.scope.fault("\(what): {\(name)} of kind \(variable.kind.rawValue) used as a host", at: path)
            }
        }
    }

    private static func isURLCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "._~:/?#[]@!$&'()*+,;=%{}-".utf8.contains(byte)
        }
    }

    /// Whether a query parameter that sounds like a credential has a literal value.
    private static func holdsCredential(_ url: String) -> Bool {
        let names: Set<String> = ["apikey", "api_key", "token", "password", "secret"]
        return url.split { $0 == "?" || $0 == "&" }.dropFirst().contains { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let first = parts[1].first else { return false }
            return names.contains(parts[0].lowercased()) && first != "{"
        }
    }
}
