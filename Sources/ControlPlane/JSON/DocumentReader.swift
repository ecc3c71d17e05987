//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Reads the members of a JSON object; `null` is an absent member.
struct DocumentReader {
    private let members: [String: JSONValue]
    /// What stands before a member's name in errors: empty, or ends with a point.
    private let path: String

    private static let longestText = 65_536
    private static let longestList = 1_000

    init(_ json: JSONValue, name: String = "") throws(DocumentError) {
        guard case .object(let members) = json else { throw DocumentError(field: name, problem: "must be an object") }
        self.members = members
        self.path = name.isEmpty ? "" : name + "."
    }

    func text(_ name: String) throws(DocumentError) -> String? {
        guard let value = self.value(name) else { return nil }
        guard case .string(let text) = value else { throw self.failure(name, "must be a string") }
        guard text.utf8.count <= Self.longestText else { throw self.failure(name, "is too long") }
        return text
    }

    func secret(_ name: String) throws(DocumentError) -> Secret? { try self.text(name).map { Secret($0) } }

    func texts(_ name: String) throws(DocumentError) -> [String]? {
        guard let value = self.value(name) else { return nil }
        guard case .array(let values) = value, values.count <= Self.longestList else {
            throw self.failure(name, "must be an array of strings")
        }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value, text.utf8.count <= Self.longestText else {
                throw self.failure(name, "must be an array of strings")
            }
            texts.append(text)
        }
        return texts
    }

    func flag(_ name: String) throws(DocumentError) -> Bool? {
        guard let value = self.value(name) else { return nil }
        guard case .bool(let flag) = value else { throw self.failure(name, "must be true or false") }
        return flag
    }

    /// Some clients write whole numbers as `10.0`.
    func wholeNumber(_ name: String) throws(DocumentError) -> Int64? {
        guard let value = self.value(name) else { return nil }
        guard case .number(let number) = value else { throw self.failure(name, "must be a number") }
        guard let whole = Int64(exactly: number) else { throw self.failure(name, "must be a whole number") }
        return whole
    }

    func moment(_ name: String) throws(DocumentError) -> Timestamp? {
        guard let value = self.value(name) else { return nil }
        guard case .string(let text) = value, let moment = Timestamp(rfc3339: text) else {
            throw self.failure(name, "must be a date like 2024-01-31T12:00:00Z")
        }
        return moment
    }

    func members(_ name: String) throws(DocumentError) -> [String: JSONValue]? {
        guard let value = self.value(name) else { return nil }
        guard case .object(let members) = value else { throw self.failure(name, "must be an object") }
        return members.filter { $0.value != .null }
    }

    func document(_ name: String) throws(DocumentError) -> DocumentReader? {
        guard let value = self.value(name) else { return nil }
        return try DocumentReader(value, name: self.path + name)
    }

    func failure(_ name: String, _ problem: String) -> DocumentError {
        DocumentError(field: self.path + name, problem: problem)
    }

    private func value(_ name: String) -> JSONValue? {
        guard let value = self.members[name], value != .null else { return nil }
        return value
    }
}
