//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite
struct ConnectionsCommandTests {
    private static let url = "https://api.example.com/v1"

    @Test
    func createPrintsOnlyTheID() throws {
        let run = try Program().run(
            "connections", "create", "--integration", "generic", "--base-url", Self.url, "--bearer",
            "canary-credential-1")

        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(run.output.wholeMatch(of: /[0-9a-f]{24}\n/) != nil)
    }

    @Test(arguments: [
        ["--header", "X-Api-Key: canary-credential-1"], ["--query", "api_key=canary-credential-1"],
        ["--basic", "user:canary-credential-1"], [],
    ])
    func everySchemeOfGenericIsTaken(credential: [String]) throws {
        let program = try Program()

        let run = try Program.run(
            ["connections", "create", "--base-url", Self.url, "--data-dir", program.dataPath] + credential)

        #expect(run.code == 0, "\(run.errors)")
        #expect(try program.run("connections", "list").lines.count == 1)
    }

    @Test
    func secretIsReadFromAFile() throws {
        let program = try Program()
        let file = try program.directory.write("canary-credential-1\n", to: "token")

        let run = try program.run("connections", "create", "--integration", "hubspot", "--bearer", "@\(file)")

        #expect(run.code == 0, "\(run.errors)")
    }

    @Test
    func missingFieldIsNamedAndNoSecretShown() throws {
        let run = try Program().run(
            "connections", "create", "--integration", "zendesk", "--bearer", "canary-credential-1")

        #expect(run.code == 1)
        #expect(run.errors.contains("subdomain"))
        #expect(!run.errors.contains("canary"))
    }

    @Test(arguments: [
        ["--bearer", "a", "--query", "b=c", "--base-url", "https://api.example.com"],
        ["--bearer", "a"], ["--integration", "hubspot", "--header", "A: b"],
    ])
    func contradictionIsAMistakeOfTheCommandLine(arguments: [String]) throws {
        let run = try Program.run(["connections", "create"] + arguments)

        #expect(run.code == 64)
    }

    @Test
    func runningServerForgetsADeletedConnectionAtOnce() throws {
        let program = try Program()
        let key = try program.createKey()
        let closed = try ClosedPort.find()
        let id = try #require(
            try program.run("connections", "create", "--base-url", "http://127.0.0.1:\(closed)", "--bearer", "canary-1")
                .lines.first)
        let server = try ServerUnderTest(dataDirectory: program.dataPath)
        #expect(try Program.status(port: server.port, target: "/passthrough/\(id)/x", key: key) == 502)

        #expect(try program.run("connections", "delete", id).code == 0)

        #expect(try Program.status(port: server.port, target: "/passthrough/\(id)/x", key: key) == 404)
        #expect(try server.stop() == 0)
    }

    @Test
    func integrationsAreListedByCategory() throws {
        let all = try Program.run(["integrations", "list"])
        let crm = try Program.run(["integrations", "list", "--category", "crm"])

        #expect(all.lines.count > 600)
        #expect(crm.lines.contains { $0.hasPrefix("hubspot\t") })
        #expect(crm.lines.count < all.lines.count)
    }
}
