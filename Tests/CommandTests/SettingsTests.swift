//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// Each layer is made to fail, to see which one is read.
@Suite
struct SettingsTests {
    @Test(arguments: [
        (["--port", "70000"], "port must be from 0 to 65535"),
        (["--threads", "0"], "threads must be from 1 to 256"),
        (["--head-timeout", "soon"], "headTimeout must be a time"),
        (["--idle-timeout", "0s"], "idle-timeout must be from 1ms"),
        (["--log-level", "loud"], "logLevel must be"),
        (["--tls-cert", "x.pem"], "tls-cert and tls-key go together"),
        (["--allow-upstream", "nonsense"], "allow-upstream: 'nonsense'"),
        (["--config", "/nowhere.json"], "/nowhere.json cannot be read"),
    ])
    func badSettingIsNamed(arguments: [String], problem: String) throws {
        let run = try Program().run("serve", arguments: arguments)

        #expect(run.code == 1)
        #expect(run.errors.contains(problem), "\(run.errors)")
    }

    @Test
    func environmentIsRead() throws {
        let run = try Program().run("serve", environment: ["PASSTHROUGH_PORT": "70000"])

        #expect(run.errors.contains("port must be from 0 to 65535"))
    }

    @Test
    func environmentThatIsNoNumberIsNamed() throws {
        let run = try Program().run("serve", environment: ["PASSTHROUGH_MAX_HEAD_BYTES": "many"])

        #expect(run.code == 1)
        #expect(run.errors.contains("maxHeadBytes must be a whole number"))
    }

    @Test
    func commandLineWinsOverEnvironmentAndEnvironmentOverFile() throws {
        let program = try Program()
        let file = try program.directory.write(
            #"{"port": 70000, "threads": 0, "maxHeaderFields": 1}"#, to: "settings.json")
        let environment = ["PASSTHROUGH_PORT": "70001", "PASSTHROUGH_THREADS": "2"]

        let run = try program.run("serve", "--config", file, "--port", "0", environment: environment)

        // Port and threads come from above, so that what is left is the file's.
        #expect(run.errors.contains("max-header-fields must be"), "\(run.errors)")
    }

    @Test
    func fileMayBeNamedByTheEnvironment() throws {
        let program = try Program()
        let file = try program.directory.write(#"{"port": 70000}"#, to: "settings.json")

        let run = try program.run("serve", environment: ["PASSTHROUGH_CONFIG": file])

        #expect(run.errors.contains("port must be from 0 to 65535"))
    }

    @Test
    func misspeltKeyOfTheFileIsNamed() throws {
        let program = try Program()
        let file = try program.directory.write(#"{"prot": 1, "host": "127.0.0.1"}"#, to: "settings.json")

        let run = try program.run("serve", "--config", file)

        #expect(run.code == 1)
        #expect(run.errors.contains("settings that do not exist: prot"))
    }

    @Test
    func misspeltVariableIsNamed() throws {
        let names = ["PASSTHROUGH_HEAD_TIMOUT", "PASSTHROUGH_", "PASSTHROUGH_headTimeout"]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "canary") })
        for command in ["serve", "demo"] {
            let run = try Program().run(command, "--port", "70000", environment: environment)

            for name in names {
                #expect(run.errors.contains("Warning: the environment variable \(name) is no setting\n"))
            }
            #expect(!run.errors.contains("canary"))
        }
    }

    @Test
    func knownVariablesAreNoWarning() throws {
        let names = [
            "PASSTHROUGH_HEAD_TIMEOUT", "PASSTHROUGH_CONFIG", "PASSTHROUGH_URL", "PASSTHROUGH_KEY",
            "PASSTHROUGH_DATA_DIR", "PASSTHROUGH_BINARY", "PASSTHROUGH_STREAM_GB",
        ]
        var environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        environment["PASSTHROUGH_HEAD_TIMEOUT"] = "10s"

        let run = try Program().run("serve", "--port", "70000", environment: environment)

        #expect(run.errors == "Error: port must be from 0 to 65535\n")
    }

    @Test
    func everyVariableOfTheDocumentationIsKnown() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let names = Set(page.matches(of: /PASSTHROUGH_[A-Z_]+/).map { String($0.output) })
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })

        let run = try Program().run("serve", "--port", "70000", environment: environment)

        #expect(names.count > 15)
        #expect(!run.errors.contains("Warning"), "\(run.errors)")
    }

    @Test
    func everyOptionIsDocumented() throws {
        let help = try Program.run(["serve", "--help"]).output
        let page = try String(contentsOf: Self.root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let options = Set(help.matches(of: /--[a-z][a-z-]+/).map { String($0.output) })
        let unknown = options.subtracting(["--help", "--version"]).filter { !page.contains($0) }

        #expect(options.count > 15)
        #expect(unknown.sorted() == [])
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

extension Program {
    fileprivate func run(_ command: String, arguments: [String]) throws -> Run {
        try Self.run([command] + arguments + ["--data-dir", self.dataPath])
    }
}
