//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Leaves comments and the contents of string literals out of Swift text; line breaks stay where they are.
///
/// Interpolations go with their strings: a rule that is broken inside one is not seen.
struct CodeOnly {
    private let bytes: [UInt8]
    private var index = 0
    private var kept: [UInt8] = []

    static func strip(_ text: String) -> String {
        var scanner = CodeOnly(bytes: Array(text.utf8))
        scanner.run()
        return String(decoding: scanner.kept, as: UTF8.self)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() {
        while self.index < self.bytes.count {
            if self.starts("//") {
                self.skip(until: "\n", keepingEnd: true)
            } else if self.starts("/*") {
                self.skip(until: "*/", keepingEnd: false)
            } else if self.starts("\"\"\"") {
                self.index += 3
                self.skipString(closing: "\"\"\"")
            } else if self.starts("\"") {
                self.index += 1
                self.skipString(closing: "\"")
            } else {
                self.kept.append(self.bytes[self.index])
                self.index += 1
            }
        }
    }

    private func starts(_ text: StaticString) -> Bool {
        let end = self.index + text.utf8CodeUnitCount
        guard end <= self.bytes.count else { return false }
        return self.bytes[self.index..<end].elementsEqual(String(describing: text).utf8)
    }

    private mutating func skip(until end: StaticString, keepingEnd: Bool) {
        while self.index < self.bytes.count, !self.starts(end) { self.drop() }
        if !keepingEnd { self.index += end.utf8CodeUnitCount }
    }

    /// The opening quotes are behind; an interpolation is skipped as deep as its parentheses go.
    private mutating func skipString(closing: StaticString) {
        self.kept.append(UInt8(ascii: "\""))
        while self.index < self.bytes.count, !self.starts(closing) {
            if self.starts("\\(") {
                self.index += 2
                self.skipInterpolation()
            } else if self.starts("\\") {
                self.drop()
                self.drop()
            } else {
                self.drop()
            }
        }
        self.index += closing.utf8CodeUnitCount
        self.kept.append(UInt8(ascii: "\""))
    }

    private mutating func skipInterpolation() {
        var depth = 1
        while self.index < self.bytes.count, depth > 0 {
            if self.starts("\"") {
                self.index += 1
                self.skipString(closing: "\"")
                self.kept.removeLast(2)
                continue
            }
            if self.starts("(") { depth += 1 }
            if self.starts(")") { depth -= 1 }
            self.drop()
        }
    }

    private mutating func drop() {
        guard self.index < self.bytes.count else { return }
        if self.bytes[self.index] == UInt8(ascii: "\n") { self.kept.append(UInt8(ascii: "\n")) }
        self.index += 1
    }
}
