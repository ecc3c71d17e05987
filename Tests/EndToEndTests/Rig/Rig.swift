//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import TestSupport

/// One server, its accounts and one scripted vendor, shared by the serialised suites of `Conformance`.
final class Rig: Sendable {
    let directory: TemporaryDirectory
    let vendor: ScriptedVendor
    /// A port where nobody listens.
    let closedPort: UInt16
    let server: ServerUnderTest
    private let added = Mutex(0)

    private static let started = Result { try Rig() }

    /// Started by the first test that asks; it ends with the process.
    static func shared() throws -> Rig { try Rig.started.get() }

    /// Imports the accounts and the key into a new data directory and starts a server on it.
    init(options: [String] = [], vendor: ScriptedVendor? = nil) throws {
        let directory = try TemporaryDirectory()
        let vendor = try vendor ?? ScriptedVendor()
        let closedPort = try ClosedPort.find()
        let data = "\(directory.path)/data"
        let accounts = Account.allCases.map { $0.document(vendor: vendor.port, closed: closedPort) }
        let file = try directory.write(accounts.joined(separator: "\n") + "\n", to: "accounts.jsonl")
        let keys = try directory.write(Rig.key + "\n", to: "keys.txt")
        try ServerUnderTest.command(["import", "--data-dir", data, "--keys", keys, "--connections", file])
        let allowed = ["127.0.0.1:\(vendor.port)", "localhost:\(vendor.port)", "127.0.0.1:\(closedPort)"]
        self.directory = directory
        self.vendor = vendor
        self.closedPort = closedPort
        self.server = try ServerUnderTest(
            dataDirectory: data, options: allowed.flatMap { ["--allow-upstream", $0] } + options)
    }

    /// The API key of every test; made up, so that its bytes can be searched for afterwards.
    static let key = "pt_canary0key0of0the0conformance0suites0000"
    /// The credential of every account.
    static let credential = "canary-credential-1"

    /// Puts ids, ports and the key into the text of a case.
    ///
    /// `~` stands for the passthrough path of `account`, `{C}` for its id, `{K}` for the key, `{V}` for the vendor's
    /// port, `{S}` for the server's.
    func fill(_ text: String, for account: Account) -> [UInt8] {
        text.replacingOccurrences(of: "~", with: "/passthrough/\(account.id)")
            .replacingOccurrences(of: "{K}", with: Rig.key)
            .replacingOccurrences(of: "{V}", with: "\(self.vendor.port)")
            .replacingOccurrences(of: "{S}", with: "\(self.server.port)")
            .replacingOccurrences(of: "{C}", with: account.id)
            .latin1
    }

    /// Makes one more connection, with another base URL; `nil` when it is refused for what it is.
    func add(base: String, allowedHosts: String = "") throws -> String? {
        let number = self.added.withLock { count in
            count += 1
            return count
        }
        let id = "00c0ffee1000" + String(1_000_000_000_000 + number).dropFirst()
        let line = """
            {"id":"\(id)","integration_type":"generic","auth":{"api_url":"\(base)","token":"\(Rig.credential)",\
            "meta":{"allowed_hosts":"\(allowedHosts)"}}}
            """
        let file = try self.directory.write(line + "\n", to: "one.jsonl")
        do {
            let data = "\(self.directory.path)/data"
            try ServerUnderTest.command(["import", "--data-dir", data, "--connections", file])
            return id
        } catch ServerFailure.commandFailed(_, let code, let errors) where code == 1 && errors.contains("line 1") {
            return nil
        }
    }

    func connect() throws -> RawSocket { try RawSocket(port: self.server.port) }
}
