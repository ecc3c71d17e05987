//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Synchronization

/// Where sealed answers are noted before their commit.
///
/// A commit waits for the disk and for other writers, some milliseconds; a line handed to the system is there at once
/// and stays when the process is killed. What is noted counts only until its commit, which also outlives the machine.
package struct AnswerJournal: Sendable {
    /// Notes a line without a line feed; a failure is the commit's to report.
    package var append: @Sendable (String) -> Void
    /// Tells that the commit of one noted line is done.
    package var settle: @Sendable () -> Void
    /// The lines that an earlier process noted.
    package var left: @Sendable () -> [String]
    /// Tells that those are in the store.
    package var clear: @Sendable () -> Void

    package init(
        append: @escaping @Sendable (String) -> Void, settle: @escaping @Sendable () -> Void,
        left: @escaping @Sendable () -> [String], clear: @escaping @Sendable () -> Void
    ) {
        self.append = append
        self.settle = settle
        self.left = left
        self.clear = clear
    }

    /// Notes nothing: for processes that do not come back.
    package static let none = AnswerJournal(append: { _ in }, settle: {}, left: { [] }, clear: {})
}

/// A line of the journal: attempt, wrapped key and sealed answer.
struct AnswerLine: Sendable {
    var attempt: String
    var key: [UInt8]
    var answer: [UInt8]

    init(attempt: String, sealed: (key: [UInt8], answer: [UInt8])) {
        self.attempt = attempt
        self.key = sealed.key
        self.answer = sealed.answer
    }

    /// `nil` when the line is cut short or no line of ours.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 4, words[3] == "end", let key = Self.bytes(words[1]), let answer = Self.bytes(words[2])
        else { return nil }
        self.attempt = String(words[0])
        self.key = key
        self.answer = answer
    }

    var text: String { "\(self.attempt) \(Self.digits(self.key)) \(Self.digits(self.answer)) end" }

    private static func digits(_ bytes: [UInt8]) -> String {
        let alphabet = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

/// Answers of this process that are noted and not committed: what a commit that failed leaves to the next one.
final class UnsavedAnswers: Sendable {
    private let journal: AnswerJournal
    private let lines = Mutex<[ConnectionID: [AnswerLine]]>([:])

    init(journal: AnswerJournal) { self.journal = journal }

    func note(_ line: AnswerLine, of id: ConnectionID) {
        self.journal.append(line.text)
        self.lines.withLock { $0[id, default: []].append(line) }
    }

    func lines(of id: ConnectionID) -> [AnswerLine] { self.lines.withLock { $0[id] ?? [] } }

    /// All that were noted of the connection are in the store: it has one refresh at a time.
    func saved(_ id: ConnectionID) {
        let saved = self.lines.withLock { $0.removeValue(forKey: id) ?? [] }
        for _ in saved { self.journal.settle() }
    }
}
