//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// The rules are only as good as what reads the files.
@Suite
struct SourceFileTests {
    @Test
    func commentsAndStringsAreNotCode() {
        let text = """
            let a = "try! \\(b("x")) {" // fatalError
            /* { as! */ let c = 1
            let d = \"""
                func no() {
                \"""
            """
        let code = SourceFile(path: "Sources/X/A.swift", text: text).code.joined(separator: "\n")

        #expect(!code.contains("try!"))
        #expect(!code.contains("fatalError"))
        #expect(!code.contains("as!"))
        #expect(!code.contains("{"))
        #expect(code.contains("let a"))
        #expect(code.contains("let c = 1"))
        #expect(code.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
    }

    @Test
    func functionIsMeasuredFromNameToBrace() throws {
        let text = """
            struct A {
                func one(
                    a: Int
                ) -> Int {
                    if a > 1 { return 2 }
                    return 1
                }
                init() {}
            }
            protocol B {
                func requirement()
            }
            """
        let spans = FunctionSpan.all(in: SourceFile(path: "Sources/X/A.swift", text: text))

        #expect(spans.map(\.name) == ["one", "init"])
        #expect(spans.map(\.length) == [6, 1])
    }

    @Test
    func importsAreFoundWithTheirAccess() {
        let text = "package import Model\ninternal import struct NIOCore.ByteBuffer\nimport Wire\n"
        let file = SourceFile(path: "Sources/X/A.swift", text: text)

        #expect(file.imports == ["Model", "NIOCore", "Wire"])
        #expect(file.target == "X")
    }

    @Test
    func theFilesAreFound() {
        #expect(Repository.sources.count > 50)
        #expect(Repository.tests.contains { $0.path == "Tests/ArchitectureTests/SourceFileTests.swift" })
    }
}
