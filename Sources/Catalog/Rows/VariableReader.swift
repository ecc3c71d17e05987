//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Yams

/// Reads one variable of a row's `vars`.
struct VariableReader {
    let report: RowReport

    private static let keys: Set<String> = ["kind", "from", "default", "values", "example", "lookup", "drop", "note"]

    func read(_ node: Node, name: String, place: String) -> IntegrationVariable? {
        guard let reader = MappingReader(node, place: place, report: self.report, keys: Self.keys) else { return nil }
        let kindText = reader.string("kind") ?? "nothing"
        guard let kind = VariableKind(rawValue: kindText) else {
            reader.fault("unknown kind \(kindText)", at: "kind")
            return nil
        }
        var variable = IntegrationVariable(name: name, kind: kind)
        variable.origin = self.origin(in: reader)
        variable.lookup = self.lookup(in: reader)
        variable.prefix = reader.string("drop")
        variable.defaultValue = reader.string("default")
        variable.values = reader.strings("values", mayHoldEmpty: true)
        variable.example = reader.string("example")
        variable.note = reader.string("note")
        if (variable.origin == .lookup) != reader.has("lookup") {
            reader.fault("from: lookup and lookup go together", at: "lookup")
        }
        return variable
    }

    private func origin(in reader: MappingReader) -> VariableOrigin {
        guard let text = reader.string("from") else { return .user }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first.map(String.init), parts.dropFirst().first.map(String.init)) {
        case ("user", nil): return .user
        case ("lookup", nil): return .lookup
        case ("token", let path?) where Self.isPath(path): return .token(path)
        case ("callback", let path?) where Self.isPath(path): return .callback(path)
        case ("login", let path?) where Self.isPath(path): return .login(path)
        default:
            reader.fault("bad from \(text)", at: "from")
            return .user
        }
    }

    private static func isPath(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }

    private func lookup(in reader: MappingReader) -> VariableLookup? {
        guard let node = reader.node("lookup") else { return nil }
        let place = reader.place + " lookup"
        guard let lookup = MappingReader(node, place: place, report: self.report, keys: ["url", "path", "header"])
        else { return nil }
        guard let url = lookup.string("url"), let path = lookup.string("path") else {
            lookup.fault("wants url and path (and maybe header)")
            return nil
        }
        return VariableLookup(url: url, path: path, headers: lookup.pairs("header", areHeaders: true) ?? [])
    }
}
