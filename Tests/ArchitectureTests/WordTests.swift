//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// Words that may not be in the product's code.
@Suite
struct WordTests {
    struct Rule: Sendable, CustomStringConvertible {
        let word: String
        let reason: String
        /// Targets that may.
        var exceptions: Set<String> = []

        var description: String { self.word }
    }

    static let rules = [
        Rule(word: "try!", reason: "a trap on an error"),
        Rule(word: " as!", reason: "a trap on a wrong type"),
        Rule(word: "fatalError", reason: "a trap that is no broken invariant"),
        Rule(word: "@unchecked Sendable", reason: "a promise that nobody checks"),
        Rule(word: "nonisolated(unsafe)", reason: "a promise that nobody checks"),
        Rule(word: "unsafeBitCast", reason: "reads a value as what it is not"),
        Rule(word: "Date()", reason: "time is an argument", exceptions: ["Server", "Storage", "TestSupport"]),
        Rule(
            word: "print(", reason: "what is said goes to the log or the terminal", exceptions: ["Command", "Server"]),
    ]

    @Test(arguments: rules)
    func bannedWordIsNotUsed(rule: Rule) {
        #expect(Self.places(of: rule) == [], "\(rule.reason)")
    }

    @Test
    func whatIsLeftToDoIsAnIssue() {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        let files = Repository.sources + Repository.tests
        let left = files.filter { file in
            file.path != "Tests/ArchitectureTests/WordTests.swift"
                && file.lines.contains { line in
                    line.contains("//") && marks.contains { line.contains(" \($0)") }
                }
        }

        #expect(left.map(\.path) == [])
    }

    @Test
    func typesAreNotNamedAfterNothing() {
        let endings = ["Manager", "Helper", "Helpers", "Utils", "Processor", "Impl"]
        let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol"]
        var named: [String] = []
        for file in Repository.sources {
            for line in file.code {
                let words = line.split { $0 == " " || $0 == ":" || $0 == "<" || $0 == "{" }
                guard let index = words.firstIndex(where: { kinds.contains($0) }), index + 1 < words.count else {
                    continue
                }
                let name = words[index + 1]
                if endings.contains(where: { name.hasSuffix($0) }) { named.append("\(file.path): \(name)") }
            }
        }

        #expect(named == [])
    }

    private static func places(of rule: Rule) -> [String] {
        Repository.sources.filter { !rule.exceptions.contains($0.target) }.flatMap { file in
            file.code.enumerated()
                .filter { Self.holds(rule.word, $0.element) }
                .map { "\(file.path):\($0.offset + 1)" }
        }
    }

    /// Whether the word stands alone: `LocalDate()` holds no `Date()`.
    private static func holds(_ word: String, _ line: Substring) -> Bool {
        line.ranges(of: word).contains { range in
            guard range.lowerBound > line.startIndex, word.first?.isLetter == true else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && before != "_"
        }
    }
}
