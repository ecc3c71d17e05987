//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite
struct IntegrationsCommandTests {
    private static let row = """
        slug: ours
        name: Ours
        base_url: https://api.ours.example
        allowed_hosts: [api.ours.example]
        auth:
          - type: bearer
        """

    @Test
    func addedIntegrationIsListedShownUsedAndRemoved() throws {
        let program = try Program()
        let file = try program.directory.write(Self.row, to: "ours.yaml")

        #expect(try program.run("integrations", "add", file).output == "ours\n")
        #expect(try program.run("integrations", "list").lines.contains("ours\tOurs\tother\ttoken"))
        #expect(try program.run("integrations", "show", "ours").output == Self.row + "\n")
        let made = try program.run("connections", "create", "--integration", "ours", "--bearer", "canary-credential-1")
        #expect(made.code == 0, "\(made.errors)")
        let refused = try program.run("integrations", "remove", "ours")
        #expect(refused.code == 1)
        #expect(refused.errors.contains("delete them first"))
        let id = try #require(made.lines.first)
        #expect(try program.run("connections", "delete", id).code == 0)
        #expect(try program.run("integrations", "remove", "ours").code == 0)
        #expect(try program.run("integrations", "show", "ours").code == 1)
    }

    @Test
    func runningServerKnowsAnAddedIntegrationAtOnce() throws {
        let program = try Program()
        let key = try program.createKey()
        let server = try ServerUnderTest(dataDirectory: program.dataPath)
        let target = "/unified/integration/ours"
        #expect(try Program.status(port: server.port, target: target, key: key) == 404)

        #expect(try program.run("integrations", "add", try program.directory.write(Self.row, to: "a.yaml")).code == 0)
        #expect(try Program.status(port: server.port, target: target, key: key) == 200)
        #expect(try program.run("integrations", "remove", "ours").code == 0)

        #expect(try Program.status(port: server.port, target: target, key: key) == 404)
        #expect(try server.stop() == 0)
    }

    @Test
    func checkNamesFileAndLineOfEveryFault() throws {
        let program = try Program()
        let bad = Self.row.replacing("bearer", with: "magic").replacing("name:", with: "nme:")
        let file = try program.directory.write(bad, to: "ours.yaml")

        let run = try Program.run(["integrations", "check", file])

        #expect(run.code == 1)
        #expect(run.errors.contains("\(file):1: row: misses name") || run.errors.contains("unknown key nme"))
        #expect(run.errors.contains("ours.yaml:"))
        let good = try program.directory.write(Self.row, to: "good.yaml")
        #expect(try Program.run(["integrations", "check", good]).code == 0)
        let taken = try program.directory.write(Self.row.replacing("slug: ours", with: "slug: hubspot"), to: "t.yaml")
        #expect(try Program.run(["integrations", "check", taken]).errors.contains("the slug is taken"))
    }

    @Test
    func serverReadsAnOperatorsFolderAndRefusesAWrongOne() throws {
        let program = try Program()
        let file = try program.directory.write(Self.row, to: "ours.yaml")
        let key = try program.createKey()
        let server = try ServerUnderTest(dataDirectory: program.dataPath, options: ["--integrations", file])
        #expect(try Program.status(port: server.port, target: "/unified/integration/ours", key: key) == 200)
        #expect(try server.stop() == 0)

        let bad = try program.directory.write(Self.row + "\nnonsense: 1", to: "bad.yaml")
        let run = try program.run("serve", "--port", "0", "--integrations", bad)

        #expect(run.code == 1)
        #expect(run.errors.contains("bad.yaml:7: row: unknown key nonsense"), "\(run.errors)")
    }

    @Test
    func clientIsSetUpFromAFileAndNeverShown() throws {
        let program = try Program()
        let secret = try program.directory.write("canary-credential-1\n", to: "secret.txt")

        let activated = try program.run(
            "integrations", "activate", "hubspot", "--client-id", "client-1", "--client-secret-file", secret, "--scope",
            "crm.objects.contacts.read")
        let active = try program.run("integrations", "active")
        let deactivated = try program.run("integrations", "deactivate", "hubspot")
        let inactive = try program.run("integrations", "active")

        #expect(activated.code == 0, "\(activated.errors)")
        #expect(active.output == "hubspot\tProduction\tactive\tclient-1\tcrm.objects.contacts.read\n")
        #expect(deactivated.code == 0)
        #expect(inactive.output == "hubspot\tProduction\tinactive\tclient-1\tcrm.objects.contacts.read\n")
        #expect(try program.run("integrations", "deactivate", "hubspot", "--forget").code == 0)
        #expect(try program.run("integrations", "active").output == "")
        let database = try String(
            decoding: Data(contentsOf: URL(filePath: program.dataPath + "/passthrough.db")), as: UTF8.self)
        #expect(!database.contains("canary-credential-1"))
    }

    @Test(arguments: [
        (["activate", "no_such_thing"], "no such integration"),
        (["activate", "hubspot", "--client-id", "x", "--client-secret-file", "/nowhere"], "/nowhere cannot be read"),
        (["activate", "hubspot", "--setting", "x"], "needs a ="),
        (["activate", "hubspot", "--setting", "x=y"], "no variable of the integration"),
        (["deactivate", "hubspot", "--forget"], "was not activated"), (["show", "none"], "no row called none"),
        (["add", "/nowhere"], "/nowhere cannot be read"),
    ])
    func whatCannotBeDoneIsNamed(arguments: [String], problem: String) throws {
        let run = try Program.run(["integrations"] + arguments + ["--data-dir", try Program().dataPath])

        #expect(run.code == 1)
        #expect(run.errors.contains(problem), "\(run.errors)")
    }

    @Test(arguments: ["add", "check", "list", "show", "remove", "activate", "deactivate", "active"])
    func helpHasExamples(command: String) throws {
        let run = try Program.run(["integrations", command, "--help"])

        #expect(run.code == 0)
        #expect(run.output.contains("EXAMPLE"))
        #expect(run.output.contains("passthrough integrations \(command)"))
    }

    @Test
    func customersLinkIsPrinted() throws {
        let program = try Program()

        let run = try program.run(
            "connections", "auth-url", "zendesk", "--set", "subdomain=acme", "--xref", "a b&c", "--success-redirect",
            "https://app.example/done?x=1", "--public-url", "https://pass.example/")

        #expect(run.code == 0, "\(run.errors)")
        let pattern = /https:\/\/pass\.example\/unified\/integration\/auth\/[0-9a-f]{24}\/zendesk\?(.*)\n/
        let query = try #require(run.output.wholeMatch(of: pattern)).output.1
        #expect(
            query.split(separator: "&") == [
                "redirect=1", "success_redirect=https%3A%2F%2Fapp.example%2Fdone%3Fx%3D1", "env=Production",
                "external_xref=a%20b%26c", "subdomain=acme",
            ])
        #expect(try program.run("connections", "auth-url", "none").code == 1)
        #expect(try program.run("connections", "auth-url", "hubspot", "--set", "x=y").errors.contains("no variable"))
    }

    @Test
    func reauthLinkIsForItsConnectionAndATypedInCredentialIsNotRefreshed() throws {
        let program = try Program()
        let made = try program.run(
            "connections", "create", "--integration", "hubspot", "--bearer", "canary-credential-1")
        let id = try #require(made.lines.first)

        let link = try program.run("connections", "reauth", id)

        #expect(link.code == 0, "\(link.errors)")
        #expect(link.output.contains("/hubspot?redirect=1&env=Production&connection_id=\(id)&reauth_token="))
        #expect(link.errors.hasPrefix("good until "))
        let refresh = try program.run("connections", "refresh", id)
        #expect(refresh.code == 1)
        #expect(refresh.errors.contains("nothing to refresh with"), "\(refresh.errors)")
        #expect(try program.run("connections", "reauth", "0123456789abcdef01234567").code == 1)
    }
}
