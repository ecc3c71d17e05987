//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite
struct ServeCommandTests {
    @Test
    func firstStartPrintsTheKeyAndLaterOnesDoNot() throws {
        let program = try Program()

        let first = try ServerUnderTest(dataDirectory: program.dataPath)
        #expect(try first.stop() == 0)
        let second = try ServerUnderTest(dataDirectory: program.dataPath)
        #expect(try second.stop() == 0)

        let key = try #require(first.process.standardOutput.firstMatch(of: /pt_[0-9A-Za-z]{40}/)).output
        #expect(!second.process.standardOutput.contains("pt_"))
        for log in [first.process.standardError, second.process.standardError] { #expect(!log.contains(key)) }
    }

    @Test
    func firstKeyOpensTheServer() throws {
        let program = try Program()
        let server = try ServerUnderTest(dataDirectory: program.dataPath)
        let key = try #require(server.process.standardOutput.firstMatch(of: /pt_[0-9A-Za-z]{40}/)).output

        #expect(try Program.status(port: server.port, target: "/unified/connection", key: String(key)) == 200)
        #expect(try Program.status(port: server.port, target: "/unified/connection", key: "wrong-key") == 401)
        #expect(try server.stop() == 0)
    }

    @Test
    func secondServerOnTheSameDataIsRefused() throws {
        let program = try Program()
        let server = try ServerUnderTest(dataDirectory: program.dataPath)

        let second = try program.run("serve", "--port", "0")

        #expect(second.code == 1)
        #expect(second.errors.contains("a server is running on it already"))
        #expect(try server.stop() == 0)
    }

    @Test
    func portInUseIsNamed() throws {
        let server = try ServerUnderTest(dataDirectory: try Program().dataPath)

        let second = try Program().run("serve", "--port", "\(server.port)")

        #expect(second.code == 1)
        #expect(second.errors.contains("127.0.0.1:\(server.port) is in use"))
        #expect(try server.stop() == 0)
    }

    @Test
    func dataDirectoryOfSomebodyElseIsLeftAlone() throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write("mine", to: "letter.txt")

        let run = try Program.run(["serve", "--port", "0", "--data-dir", directory.path])

        #expect(run.code == 1)
        #expect(run.errors.contains("not empty"))
        #expect(try directory.files().map(\.path) == ["\(directory.path)/letter.txt"])
    }

    @Test
    func dataDirectoryThatOthersMayUseIsRefused() throws {
        let program = try Program()
        _ = try program.createKey()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.dataPath)

        let run = try program.run("serve", "--port", "0")

        #expect(run.code == 1)
        #expect(run.errors.contains("chmod 700"))
    }

    @Test
    func longDataPathIsServedAllTheSame() throws {
        let program = try Program()
        let deep = program.dataPath + String(repeating: "/" + String(repeating: "d", count: 60), count: 4)
        let server = try ServerUnderTest(dataDirectory: deep)
        let key = try #require(try Program.run(["keys", "create", "--data-dir", deep]).lines.first)

        #expect(try Program.status(port: server.port, target: "/unified/connection", key: key) == 200)
        #expect(try server.stop() == 0)
    }
}
