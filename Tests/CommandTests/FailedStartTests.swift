//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A start that fails says one thing, and leaves nothing behind when it could know before.
@Suite
struct FailedStartTests {
    private let authority: CertificateAuthority

    init() throws { self.authority = try CertificateAuthority() }

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

    @Test
    func certificateThatIsNoneIsNamedBeforeAnythingIsMade() throws {
        let files = try self.authority.issue("localhost")
        try Self.expectRefusal(
            ["--tls-cert", "/etc/passwd", "--tls-key", files.key], "--tls-cert /etc/passwd: not a PEM certificate")
    }

    @Test
    func keyThatIsNoneIsNamedBeforeAnythingIsMade() throws {
        let files = try self.authority.issue("localhost")
        try Self.expectRefusal(
            ["--tls-cert", files.certificate, "--tls-key", "/etc/passwd"],
            "--tls-key /etc/passwd: not a PEM private key without a passphrase")
    }

    @Test
    func keyOfAnotherCertificateIsNamedBeforeAnythingIsMade() throws {
        let files = try self.authority.issue("localhost")
        let others = try self.authority.issue("other.test")
        try Self.expectRefusal(
            ["--tls-cert", files.certificate, "--tls-key", others.key],
            "--tls-key \(others.key): not the private key of the certificate in \(files.certificate)")
    }

    @Test
    func trustRootThatIsNoneIsNamedBeforeAnythingIsMade() throws {
        try Self.expectRefusal(
            ["--upstream-ca", self.authority.rootPath, "--upstream-ca", "/etc/passwd"],
            "--upstream-ca /etc/passwd: not a PEM certificate")
    }

    @Test
    func missingFileIsNamedBeforeAnythingIsMade() throws {
        try Self.expectRefusal(
            ["--upstream-ca", "/nowhere.pem"], "--upstream-ca /nowhere.pem: No such file or directory")
    }

    @Test(arguments: ["<(cat $CERT)", "named"])
    func filesMayBePipes(certificate: String) throws {
        let program = try Program()
        let files = try self.authority.issue("localhost")
        let pipe = "\(program.directory.path)/pipe"
        // Only a pipe that is read may have a writer: one without a reader would wait for ever.
        let writer = certificate == "named" ? "mkfifo \(pipe); cat $CERT > \(pipe) &" : ""
        let script = """
            \(writer)
            exec \(try Program.binary()) serve --port 0 --data-dir \(program.dataPath) \
            --tls-cert \(certificate == "named" ? pipe : certificate) --tls-key <(cat $KEY)
            """

        let server = try ChildProcess(
            "/bin/bash", ["-c", script], environment: ["CERT": files.certificate, "KEY": files.key])
        let isReady = eventually(before: .usual) {
            server.standardOutput.contains("listening on https://")
        }

        #expect(isReady, "\(server.standardError)")
        server.send(SIGTERM)
        #expect(try server.waitForExit() == 0)
    }

    private static func expectRefusal(_ options: [String], _ problem: String) throws {
        for command in ["serve", "demo"] {
            let program = try Program()

            let run = try Program.run([command, "--port", "0", "--data-dir", program.dataPath] + options)

            #expect(run.code == 1)
            #expect(run.output == "")
            #expect(run.errors == "Error: \(problem)\n")
            #expect(!FileManager.default.fileExists(atPath: program.dataPath))
        }
    }
}
