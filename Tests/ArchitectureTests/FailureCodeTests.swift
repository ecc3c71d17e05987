//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// Failure codes are a public interface: each has a line in `docs/decisions/0005-failure-codes.md`.
@Suite
struct FailureCodeTests {
    @Test
    func everyCodeIsDocumented() throws {
        let page = try Repository.text("docs/decisions/0005-failure-codes.md")
        let files = Repository.sources.filter { $0.path.contains("/Failures/") }
        let codes = Set(files.flatMap(Self.codes(in:)))

        #expect(codes.count > 20)
        #expect(codes.filter { !page.contains("`\($0)`") }.sorted() == [])
    }

    /// `"words_with_underscores"` after `code:` or as the answer of a case.
    private static func codes(in file: SourceFile) -> [String] {
        file.lines.flatMap { line -> [String] in
            guard line.contains("code: \"") || line.contains("case .") else { return [] }
            let pieces = line.split(separator: "\"", omittingEmptySubsequences: false)
            return pieces.indices.filter { !$0.isMultiple(of: 2) }.map { String(pieces[$0]) }.filter { text in
                text.contains("_") && text.allSatisfy { $0 == "_" || ($0.isASCII && $0.isLowercase) }
            }
        }
    }
}
