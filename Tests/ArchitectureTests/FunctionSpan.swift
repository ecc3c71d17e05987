//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A function of a file: from its declaration to its closing brace.
struct FunctionSpan {
    let name: String
    /// From 1.
    let line: Int
    let length: Int

    static func all(in file: SourceFile) -> [FunctionSpan] {
        file.code.indices.compactMap { start in
            guard let name = Self.declared(in: file.code[start]) else { return nil }
            guard let end = Self.end(of: start, in: file.code) else { return nil }
            return FunctionSpan(name: name, line: start + 1, length: end - start + 1)
        }
    }

    /// `parse` of `static func parse<Value>(…`, `init` of an initialiser; `nil` when the line declares neither.
    static func declared(in line: Substring) -> String? {
        let words = line.split(separator: " ")
        if let index = words.firstIndex(of: "func"), index + 1 < words.count {
            return String(words[index + 1].prefix { $0 != "(" && $0 != "<" })
        }
        let name = words.first { !["package", "public", "private", "fileprivate", "internal"].contains($0) }
        guard let name, ["init(", "init?(", "init<"].contains(where: { name.hasPrefix($0) }) else { return nil }
        return "init"
    }

    /// The line of the brace that closes the body; `nil` for a requirement of a protocol, which has none.
    private static func end(of start: Int, in code: [Substring]) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in start..<code.count {
            for byte in code[index].utf8 {
                switch byte {
                case UInt8(ascii: "("): parentheses += 1
                case UInt8(ascii: ")"): parentheses -= 1
                case UInt8(ascii: "{"): braces += 1
                case UInt8(ascii: "}"):
                    braces -= 1
                    // The type ended first: there was no body.
                    if braces < 0 { return nil }
                    if braces == 0, parentheses == 0 { return index }
                default: break
                }
            }
            // A next declaration, and no brace so far.
            if index > start, braces == 0, self.declared(in: code[index]) != nil { return nil }
        }
        return nil
    }
}
