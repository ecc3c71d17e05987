//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Yams

/// Reads one row of YAML: names and types here, what they mean in `Rules`.
struct IntegrationReader {
    let report: RowReport

    private static let keys: Set<String> = [
        "slug", "name", "categories", "base_url", "vars", "allowed_hosts", "auth_hosts", "headers", "auth", "rate",
        "probe", "docs", "unified", "verified", "sources", "partial", "note",
    ]
    private static let required = [
        "slug", "name", "categories", "base_url", "allowed_hosts", "auth", "docs", "unified", "verified",
    ]

    /// What only a row of the build must say: who else agrees with it.
    private static let requiredOfBuild: Set<String> = ["slug", "categories", "docs", "unified", "verified"]

    /// The row, when it has all that a row must have; what else is wrong is in the report.
    func read(_ node: Node, of text: RowText) -> Integration? {
        guard let row = MappingReader(node, place: text.slug, report: self.report, keys: Self.keys) else { return nil }
        let missing = Self.required.filter { !row.has($0) && !(text.isOwn && Self.requiredOfBuild.contains($0)) }
        guard missing.isEmpty else {
            row.fault("misses " + missing.joined(separator: ", "))
            return nil
        }
        // A slug is missing only where the row was asked for by one.
        guard let slug = row.has("slug") ? row.string("slug") : text.slug, let name = row.string("name"),
            let categories = row.has("categories") ? row.strings("categories") : ["other"],
            let base = row.string("base_url"), let verified = row.has("verified") ? row.integer("verified") : 0
        else { return nil }
        var integration = Integration(type: slug, name: name, categories: categories, baseURL: base)
        integration.verified = verified
        integration.variables = self.variables(in: row)
        integration.allowedHosts = row.strings("allowed_hosts") ?? []
        integration.authHosts = row.strings("auth_hosts") ?? []
        integration.headers = row.pairs("headers", areHeaders: true) ?? []
        integration.methods = self.methods(in: row)
        integration.rateLimit = self.rateLimit(in: row)
        integration.probe = self.probe(in: row)
        integration.docsURL = row.string("docs")
        if row.has("unified") { integration.slugOrigin = self.slugOrigin(in: row) }
        integration.sources = row.strings("sources") ?? []
        integration.partialSources = row.strings("partial") ?? []
        integration.note = row.string("note")
        return integration
    }

    private func variables(in row: MappingReader) -> [IntegrationVariable] {
        guard let node = row.node("vars") else { return [] }
        guard let mapping = node.mapping else {
            row.fault("vars has the wrong type", at: "vars")
            return []
        }
        return mapping.compactMap { key, value in
            let name = key.scalar?.string ?? "?"
            let place = "\(row.place) vars.\(name)"
            if !IntegrationTemplate.isName(name) { self.report.add("bad variable name", place: place, node: key) }
            return VariableReader(report: self.report).read(value, name: name, place: place)
        }
    }

    private func methods(in row: MappingReader) -> [AuthMethod] {
        guard let nodes = row.node("auth")?.sequence else {
            row.fault("auth has the wrong type", at: "auth")
            return []
        }
        if nodes.isEmpty { row.fault("auth is empty", at: "auth") }
        return nodes.enumerated().compactMap { index, node in
            AuthMethodReader(report: self.report).read(node, place: "\(row.place) auth[\(index)]")
        }
    }

    private func rateLimit(in row: MappingReader) -> RateLimit? {
        guard let node = row.node("rate"),
            let rate = MappingReader(
                node, place: "\(row.place) rate", report: self.report, keys: ["limit", "headers", "retry_after"])
        else { return nil }
        let headers = rate.strings("headers") ?? []
        for name in headers where !FieldText.isToken(name) { rate.fault("\(name) is no header name", at: "headers") }
        return RateLimit(
            limit: rate.string("limit"), headers: headers, sendsRetryAfter: rate.boolean("retry_after"))
    }

    private func probe(in row: MappingReader) -> IntegrationProbe? {
        guard let node = row.node("probe") else { return nil }
        if let path = node.text {
            return IntegrationProbe(method: "GET", target: .path(path), body: nil, expectedMembers: [:])
        }
        guard
            let probe = MappingReader(
                node, place: "\(row.place) probe", report: self.report,
                keys: ["method", "path", "url", "json", "expect"])
        else { return nil }
        guard probe.has("path") != probe.has("url") else {
            probe.fault("wants path or url")
            return nil
        }
        let path = probe.string("path").map { IntegrationProbe.Target.path($0) }
        guard let target = path ?? probe.string("url").map({ .url($0) }) else { return nil }
        var members: [String: JSONValue] = [:]
        for (key, value) in probe.node("expect")?.mapping ?? [:] {
            if let name = key.scalar?.string { members[name] = value.jsonValue }
        }
        return IntegrationProbe(
            method: probe.string("method") ?? "GET", target: target, body: probe.string("json"),
            expectedMembers: members)
    }

    private func slugOrigin(in row: MappingReader) -> SlugOrigin {
        guard let origin = row.string("unified").flatMap(SlugOrigin.init(rawValue:)) else {
            row.fault("unified is confirmed, inferred or unseen", at: "unified")
            return .unseen
        }
        return origin
    }
}

extension Node {
    /// A scalar as JSON has it.
    fileprivate var jsonValue: JSONValue {
        if let text = self.text { return .string(text) }
        if let truth = self.bool { return .bool(truth) }
        if let number = self.float { return .number(number) }
        return .null
    }
}
