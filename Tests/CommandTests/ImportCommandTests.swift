//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite
struct ImportCommandTests {
    @Test
    func keysAndConnectionsKeepTheirIDs() throws {
        let program = try Program()
        let keys = try program.directory.write("imported-key-0000001\n\nimported-key-0000002\n", to: "keys")
        let connections = try program.directory.write(
            "00c0ffee0000000000000001\thttps://api.example.com\tcanary-credential-1\n", to: "connections")

        let run = try program.run("import", "--keys", keys, "--connections", connections)

        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output == "")
        #expect(run.errors == "2 keys imported\n1 connections imported\n")
        #expect(try program.run("keys", "list").lines.count == 2)
        #expect(try program.run("connections", "list").output.hasPrefix("00c0ffee0000000000000001\tgeneric"))
    }

    @Test
    func badLineIsNamedAndNothingIsImported() throws {
        let program = try Program()
        let text = """
            {"id":"00c0ffee0000000000000001","integration_type":"hubspot","auth":{"access_token":"canary-credential-1"}}
            {"id":"00c0ffee0000000000000002","integration_type":"nowhere","auth":{"access_token":"canary-credential-2"}}
            """
        let file = try program.directory.write(text, to: "connections.jsonl")

        let run = try program.run("import", "--connections", file)

        #expect(run.code == 1)
        #expect(run.errors.contains("connections.jsonl: line 2:"))
        #expect(!run.errors.contains("canary"))
        #expect(try program.run("connections", "list").output == "")
    }

    @Test
    func keysThatWereThereAreToldApart() throws {
        let program = try Program()
        let first = try program.directory.write("imported-key-0000001\nimported-key-0000002\n", to: "first")
        let second = try program.directory.write(
            "imported-key-0000001\nimported-key-0000003\nimported-key-0000003\n", to: "second")

        #expect(try program.run("import", "--keys", first).errors == "2 keys imported\n")
        #expect(try program.run("import", "--keys", second).errors == "1 keys imported, 1 there already\n")
        #expect(try program.run("import", "--keys", second).errors == "0 keys imported, 2 there already\n")
    }

    @Test(arguments: ["--keys", "--connections"])
    func lineThatIsNotUTF8IsNamed(option: String) throws {
        let program = try Program()
        let file = "\(program.directory.path)/file"
        var bytes = Data("imported-key-0000001\r\n\ncanary-\u{E9}\ncanary-".utf8)
        bytes += [0xE9, 0x0A, 0xFF]
        try bytes.write(to: URL(filePath: file))

        let run = try program.run("import", option, file)

        #expect(run.code == 1)
        #expect(run.errors == "Error: \(file): line 4: is not UTF-8; nothing of it was imported\n")
        #expect(try program.run("keys", "list").output == "")
    }

    @Test
    func missingFileIsNamed() throws {
        let run = try Program().run("import", "--keys", "/nowhere/keys")

        #expect(run.code == 1)
        #expect(run.errors.contains("/nowhere/keys cannot be read"))
    }

    @Test
    func nothingToImportIsAMistakeOfTheCommandLine() throws {
        #expect(try Program().run("import").code == 64)
    }
}
