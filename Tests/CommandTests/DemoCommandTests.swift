//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite
struct DemoCommandTests {
    @Test
    func everyPrintedCallWorks() throws {
        let demo = try Demo()
        let scratch = try TemporaryDirectory()

        let calls = demo.lines.filter { $0.hasPrefix("curl ") }
        let answers = try calls.map { call in
            try ChildProcess.run(
                "/bin/sh", ["-c", "cd \(scratch.path) && \(call) -s -w '\\nstatus %{http_code}'"])
        }

        #expect(calls.count >= 10)
        for (call, answer) in zip(calls, answers) {
            let expected = call.contains("status/429") ? "status 429" : "status 20"
            #expect(answer.code == 0, "\(call)")
            #expect(answer.output.split(separator: "\n").last?.hasPrefix(expected) == true, "\(call): \(answer.output)")
        }
        #expect(try demo.stop() == 0)
    }

    @Test
    func guidesExamplesAnswerAsTheVendorsDo() throws {
        let demo = try Demo()
        let slack = try demo.call("POST", demo.slack, "conversations.create", "-d", #"{"name":"a"}"#)
        let again = try demo.call("POST", demo.slack, "conversations.create", "-d", #"{"name":"a"}"#)
        let hubspot = try demo.call(
            "POST", demo.vendor, "crm/v3/properties/{objectType}/batch/read", "-d", #"{"inputs":[{"name":"email"}]}"#)
        let salesforce = try demo.call(
            "POST", demo.vendor, "services/data/v62.0/sobjects/Account/", "-d", #"{"Name":"Acme"}"#)

        #expect(slack.output.contains(#""ok":true"#))
        #expect(again.code == 0)
        #expect(again.output.contains(#""ok":false"#))
        #expect(hubspot.output.contains(#""objectType":"{objectType}""#))
        #expect(salesforce.output.contains(#""success":true"#))
        #expect(try demo.stop() == 0)
    }

    @Test
    func callFailsWithTheBodyOnStandardError() throws {
        let demo = try Demo()
        let vendors = try demo.call("GET", demo.vendor, "status/500?body=broken")
        let ours = try demo.call("GET", "00c0ffee0000000000000001", "x")
        let success = try demo.call("GET", demo.vendor, "csv")

        #expect(vendors.code == 1)
        #expect(vendors.output == "")
        #expect(vendors.errors == "broken")
        #expect(ours.code == 1)
        #expect(ours.errors.contains(#""code":"connection_not_found""#))
        #expect(success.code == 0)
        #expect(success.output == "id,name\n1,Ada\n2,Alan\n")
        #expect(try demo.stop() == 0)
    }

    @Test
    func temporaryDataIsGoneAtTheEnd() throws {
        let scratch = try TemporaryDirectory()
        let demo = try Demo(environment: ["TMPDIR": scratch.path])
        #expect(try !scratch.files().isEmpty)

        #expect(try demo.stop() == 0)

        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [])
    }
}

/// `passthrough demo`, and what it printed.
private struct Demo {
    let process: ChildProcess
    let lines: [String]
    let url: String
    let key: String
    let vendor: String
    let slack: String

    init(environment: [String: String] = [:]) throws {
        let process = try ChildProcess(
            try Program.binary(), ["demo", "--port", "0"], environment: environment)
        _ = eventually(before: Deadline(after: .seconds(30))) { process.standardOutput.contains("Ctrl-C") }
        let text = process.standardOutput
        let ids = text.matches(of: /connection  ([0-9a-f]{24})/).map { String($0.output.1) }
        self.process = process
        self.lines = text.split(separator: "\n").map(String.init)
        self.url = String(try #require(text.firstMatch(of: /listening on (\S+)/)).output.1)
        self.key = String(try #require(text.firstMatch(of: /API key     (\S+)/)).output.1)
        self.vendor = try #require(ids.first)
        self.slack = try #require(ids.dropFirst().first)
    }

    func call(_ arguments: String...) throws -> Run {
        try Program.run(
            ["call"] + arguments + ["-H", "Content-Type: application/json"],
            environment: ["PASSTHROUGH_URL": self.url, "PASSTHROUGH_KEY": self.key])
    }

    func stop() throws -> Int32 {
        self.process.send(SIGINT)
        return try self.process.waitForExit(until: Deadline(after: .seconds(40)))
    }
}
