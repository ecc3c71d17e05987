//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// `docs/life-of-a-request.md` names functions and types in backticks: what it names must exist.
@Suite
struct LifeOfARequestTests {
    @Test
    func everythingNamedExists() throws {
        let named = Self.names(in: try Repository.text("docs/life-of-a-request.md"))
        let known = Self.words(of: Repository.sources)
        let missing = named.filter { name in !name.split(separator: ".").allSatisfy { known.contains(String($0)) } }

        #expect(!named.isEmpty)
        #expect(missing.sorted() == [])
    }

    /// Of `UpstreamPool.lease(for:)` the part `UpstreamPool.lease`; what is no Swift name is left out.
    private static func names(in page: String) -> Set<String> {
        let pieces = page.split(separator: "`", omittingEmptySubsequences: false)
        let quoted = pieces.indices.filter { !$0.isMultiple(of: 2) }.map { pieces[$0] }
        return Set(
            quoted.map { String($0.prefix { $0 != "(" }) }.filter { name in
                name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { Self.isName($0) }
                    && (name.contains(".") || name.first?.isUppercase == true || name.contains { $0.isUppercase })
                    && !Self.elsewhere.contains(name)
            })
    }

    /// Names of protocols, files and other programs that the page speaks of.
    private static let elsewhere: Set<String> = [
        "Authorization", "Host", "Location", "README.md", "CONTRACT.md", "DESIGN.md", "Link", "Expect", "Upgrade",
        "Connection", "Cookie", "Forwarded", "Via", "ETag", "SIGTERM", "SIGINT", "GET", "HEAD", "POST", "PUT",
    ]

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static func words(of files: [SourceFile]) -> Set<String> {
        var words: Set<String> = []
        for file in files {
            for line in file.code {
                for word in line.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }) {
                    words.insert(String(word))
                }
            }
        }
        return words
    }
}
