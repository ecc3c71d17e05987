//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A start that fails says one thing.
@Suite
struct FailedStartTests {
    @Test
    func portInUseIsOneLine() throws {
        let server = try ServerUnderTest(dataDirectory: try Program().dataPath)
        let line = "Error: 127.0.0.1:\(server.port) is in use: stop what listens there, or choose another with --port\n"

        for command in ["serve", "demo"] {
            let run = try Program().run(command, "--port", "\(server.port)")
            #expect(run.code == 1)
            #expect(run.errors == line)
        }
        #expect(try server.stop() == 0)
    }

    @Test(arguments: ["control.sock", "changes.sock"])
    func socketThatCannotBeMadeIsOneLine(name: String) throws {
        let program = try Program()
        _ = try program.createKey()
        try FileManager.default.createDirectory(
            atPath: "\(program.dataPath)/\(name)", withIntermediateDirectories: false)

        let run = try program.run("serve", "--port", "0")

        #expect(run.code == 1)
        #expect(!run.output.contains("listening"))
        #expect(run.errors.hasPrefix("Error: ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
}
