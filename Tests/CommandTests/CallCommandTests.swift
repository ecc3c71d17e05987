//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

@Suite
struct CallCommandTests {
    private static func call(_ options: [String], environment: [String: String] = [:]) throws -> Run {
        try Program.run(
            ["call", "GET", "00c0ffee0000000000000001", "x"] + options,
            environment: ["PASSTHROUGH_URL": "", "PASSTHROUGH_KEY": "canary-key-1"].merging(environment) { $1 })
    }

    @Test
    func redirectIsShownAndNotFollowed() throws {
        let vendor = try ScriptedVendor()
        let location = "http://127.0.0.1:\(vendor.port)/other"
        vendor.expect([.answer("HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 4\r\n\r\ngone")])

        let run = try Self.call(["--include", "--url", "http://127.0.0.1:\(vendor.port)"])

        #expect(run.output.hasPrefix("HTTP 302\n"))
        #expect(run.output.hasSuffix("\n\ngone"))
        #expect(vendor.requests.count == 1)
    }

    @Test(arguments: [
        (["--header", "X: a\r\nY: canary"], "--header X: the value"),
        (["--header", "X: a\u{1}canary"], "--header X: the value"),
        (["--header", "X Y: canary"], "--header: the name"),
        (["--header", "canary"], "--header: must be 'name: value'"),
        (["--url", "nope"], "--url: must be"),
        (["--url", "ftp://127.0.0.1"], "--url: must be"),
        (["--url", "http://:80"], "--url: must be"),
        (["--url", "http://127.0.0.1:70000"], "--url: must be"),
        (["--url", "http://127.0.0.1/?canary"], "--url: must be"),
        (["--key", "a\r\ncanary"], "--key: must be"),
    ])
    func argumentThatCannotBeSentIsNamed(options: [String], problem: String) throws {
        let port = try ClosedPort.find()

        let run = try Self.call(options, environment: ["PASSTHROUGH_URL": "http://127.0.0.1:\(port)"])

        #expect(run.code == 1)
        #expect(run.errors.contains(problem), "\(run.errors)")
        #expect(!run.errors.contains("canary") && !run.errors.contains("reached"), "\(run.errors)")
    }

    @Test(arguments: [("PASSTHROUGH_URL", "nope"), ("PASSTHROUGH_KEY", "a b")])
    func environmentThatCannotBeSentIsNamed(name: String, value: String) throws {
        let run = try Self.call([], environment: [name: value])

        #expect(run.code == 1)
        #expect(run.errors.contains("\(name): must be"), "\(run.errors)")
    }

    @Test
    func methodThatCannotBeSentIsNamed() throws {
        let run = try Program.run(["call", "GE T", "c", "x", "--key", "canary-key-1"])

        #expect(run.code == 1)
        #expect(run.errors.contains("the method"), "\(run.errors)")
    }

    @Test
    func serverThatIsNotThereIsUnreachable() throws {
        let run = try Self.call(["--url", "http://127.0.0.1:\(try ClosedPort.find())/"])

        #expect(run.code == 1)
        #expect(run.errors.contains("server_unreachable"), "\(run.errors)")
    }
}
