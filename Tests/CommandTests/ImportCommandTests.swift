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
