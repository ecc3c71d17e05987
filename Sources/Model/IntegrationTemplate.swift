//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Text with variables written `{name}`; a name is lower case, digits and underscores, and begins with a letter.
package struct IntegrationTemplate: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        case text(String)
        case variable(String)
    }

    package let parts: [Part]

    package init(_ text: String) {
        var parts: [Part] = []
        var plain: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "{"), let name = Self.name(in: rest) {
                if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
                plain = []
                parts.append(.variable(name))
                rest = rest.dropFirst(name.utf8.count + 2)
            } else {
                plain.append(byte)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
        self.parts = parts
    }

    /// The variables, in order, each once.
    package var names: [String] {
        var names: [String] = []
        for case .variable(let name) in self.parts where !names.contains(name) { names.append(name) }
        return names
    }

    /// The text between the variables, joined.
    package var plainText: String {
        self.parts.reduce(into: "") { text, part in
            if case .text(let plain) = part { text += plain }
        }
    }

    /// The variable that the template begins with.
    package var leadingVariable: String? {
        guard case .variable(let name)? = self.parts.first else { return nil }
        return name
    }

    /// The whole template with every variable replaced.
    package func filled<Failure: Error>(_ value: (String) throws(Failure) -> String) throws(Failure) -> String {
        var text = ""
        for part in self.parts {
            switch part {
            case .text(let plain): text += plain
            case .variable(let name): text += try value(name)
            }
        }
        return text
    }

    private static func name(in bytes: ArraySlice<UInt8>) -> String? {
        let body = bytes.dropFirst().prefix { $0 != UInt8(ascii: "}") }
        guard body.endIndex < bytes.endIndex else { return nil }
        let name = String(decoding: body, as: UTF8.self)
        return Self.isName(name) ? name : nil
    }

    /// Whether `text` may name a variable.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}
