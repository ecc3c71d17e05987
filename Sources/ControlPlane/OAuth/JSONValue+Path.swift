//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

extension JSONValue {
    /// The value that `path` leads to: member names and list indices joined by dots; `[name]` is the first element of
    /// a list whose member `name` is true, or its first; `$` is the whole.
    func at(_ path: String) -> JSONValue? {
        if path == "$" { return self }
        var value = self
        for step in path.split(separator: ".") {
            guard let next = value.step(step) else { return nil }
            value = next
        }
        return value
    }

    private func step(_ step: Substring) -> JSONValue? {
        switch self {
        case .object(let members): return members[String(step)]
        case .array(let values):
            if step.hasPrefix("["), step.hasSuffix("]") {
                let name = String(step.dropFirst().dropLast())
                return values.first { $0.step(name[...])?.isTrue == true } ?? values.first
            }
            guard let index = Int(step), values.indices.contains(index) else { return nil }
            return values[index]
        case .null, .bool, .number, .string: return nil
        }
    }

    private var isTrue: Bool { self == .bool(true) || self == .string("true") }

    /// A string that is not empty, or a whole number as it is written.
    var plainText: String? {
        switch self {
        case .string(let text): return text.isEmpty ? nil : text
        case .number(let number):
            // Above 2^53 the number is no longer the one that was written.
            guard abs(number) < 9_007_199_254_740_992 else { return nil }
            return Int64(exactly: number).map(String.init)
        case .null, .bool, .array, .object: return nil
        }
    }

    /// Whether it says that something is wrong, as the value of `error`.
    var isFault: Bool {
        switch self {
        case .null, .bool(false), .string(""), .number(0): false
        case .bool, .string, .number, .array, .object: true
        }
    }
}
