//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Yams

/// Takes the members of one mapping by name and type; what is wrong is reported and left out.
struct MappingReader {
    /// What messages call the mapping: `hubspot auth[0]`.
    let place: String
    let report: RowReport
    private let node: Node
    private let members: [String: Node]

    /// Takes `node` when it is a mapping with no keys but `keys`; the keys are not looked at when `keys` is `nil`.
    init?(_ node: Node, place: String, report: RowReport, keys: Set<String>?) {
        guard let mapping = node.mapping else {
            report.add("must be a mapping", place: place, node: node)
            return nil
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? "?"
            if let keys = keys, !keys.contains(name) {
                report.add("unknown key \(name)", place: place, node: key)
            }
            members[name] = value
        }
        self.place = place
        self.report = report
        self.node = node
        self.members = members
    }

    func has(_ key: String) -> Bool { self.members[key] != nil }

    func node(_ key: String) -> Node? { self.members[key] }

    /// Reports `text` at the member `key`, or at the mapping.
    func fault(_ text: String, at key: String? = nil) {
        self.report.add(text, place: self.place, node: key.flatMap { self.members[$0] } ?? self.node)
    }

    private func mistyped(_ key: String) {
        self.fault("\(key) has the wrong type", at: key)
    }

    func string(_ key: String) -> String? {
        guard let node = self.members[key] else { return nil }
        guard let text = node.text else {
            self.mistyped(key)
            return nil
        }
        return text
    }

    func boolean(_ key: String) -> Bool? {
        guard let node = self.members[key] else { return nil }
        guard let scalar = node.scalar, scalar.isPlain, let value = Bool.construct(from: scalar) else {
            self.mistyped(key)
            return nil
        }
        return value
    }

    func integer(_ key: String) -> Int? {
        guard let node = self.members[key] else { return nil }
        guard let scalar = node.scalar, scalar.isPlain, let value = Int(scalar.string) else {
            self.mistyped(key)
            return nil
        }
        return value
    }

    /// A list of strings, none empty and none twice.
    func strings(_ key: String, mayHoldEmpty: Bool = false) -> [String]? {
        guard let node = self.members[key] else { return nil }
        let texts = node.sequence?.map(\.text) ?? [nil]
        let values = texts.compactMap { $0 }
        guard values.count == texts.count, mayHoldEmpty || !values.contains("") else {
            self.fault("\(key) must be a list of non-empty strings", at: key)
            return nil
        }
        if Set(values).count != values.count { self.fault("\(key) has a duplicate", at: key) }
        return values
    }

    /// A mapping of strings to strings that is not empty, in its order.
    func pairs(_ key: String, areHeaders: Bool = false) -> [StaticHeader]? {
        guard let node = self.members[key] else { return nil }
        guard let mapping = node.mapping, !mapping.isEmpty else {
            self.fault("\(key) must be a non-empty mapping", at: key)
            return nil
        }
        return mapping.compactMap { name, value in
            guard let nameText = name.text, let text = value.text else {
                self.fault("\(key): \(name.scalar?.string ?? "?") must map a string to a string", at: key)
                return nil
            }
            if areHeaders, !FieldText.isToken(nameText) {
                self.fault("\(key): \(nameText) is no header name", at: key)
            }
            if FieldText.hasControl(text) { self.fault("\(key): control character in \(nameText)", at: key) }
            return StaticHeader(name: nameText, value: text)
        }
    }
}
