//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// Files and functions that a person can hold in the head (STYLE 6.10).
@Suite
struct SizeTests {
    /// Files that may be longer, each with its reason.
    static let longFiles: [String: String] = [:]

    /// `file:function` that may be longer, each with its reason.
    static let longFunctions: [String: String] = [:]

    @Test
    func filesAreShort() {
        let long = (Repository.sources + Repository.tests)
            .filter { $0.lines.count > 400 && Self.longFiles[$0.path] == nil }

        #expect(long.map { "\($0.path): \($0.lines.count) lines" } == [])
    }

    @Test
    func halfOfTheFilesFitOnAPage() throws {
        let counts = Repository.sources.map(\.lines.count).sorted()
        let median = try #require(counts.isEmpty ? nil : counts[counts.count / 2])

        #expect(median <= 100)
    }

    @Test
    func functionsAreShort() {
        let long = Repository.sources.flatMap { file in
            FunctionSpan.all(in: file)
                .filter { $0.length > 40 && Self.longFunctions["\(file.path):\($0.name)"] == nil }
                .map { "\(file.path):\($0.line) \($0.name): \($0.length) lines" }
        }

        #expect(long == [])
    }

    @Test
    func exceptionsAreStillNeeded() {
        let files = Repository.sources + Repository.tests
        let staleFiles = Self.longFiles.keys.filter { path in
            !files.contains { $0.path == path && $0.lines.count > 400 }
        }
        let staleFunctions = Self.longFunctions.keys.filter { key in
            !files.contains { file in
                FunctionSpan.all(in: file).contains { "\(file.path):\($0.name)" == key && $0.length > 40 }
            }
        }

        #expect(staleFiles == [])
        #expect(staleFunctions == [])
    }

    @Test
    func everyFileBeginsWithTheHeader() {
        let header = ["//", "// Passthrough", "// SPDX-License-Identifier: Apache-2.0", "//", ""]
        let bare = (Repository.sources + Repository.tests).filter { file in
            !file.lines.prefix(5).elementsEqual(header, by: { $0 == $1 })
        }

        #expect(bare.map(\.path) == [])
    }
}
