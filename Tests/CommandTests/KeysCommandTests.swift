//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite
struct KeysCommandTests {
    @Test
    func createPrintsOnlyTheKey() throws {
        let run = try Program().run("keys", "create", "--name", "ci")

        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(run.lines.count == 1)
        #expect(run.output.wholeMatch(of: /pt_[0-9A-Za-z]{40}\n/) != nil)
    }

    @Test
    func listShowsPrefixesAndNoKeys() throws {
        let program = try Program()
        let key = try program.createKey()

        let list = try program.run("keys", "list")

        #expect(list.lines.count == 1)
        #expect(list.output.hasPrefix(key.dropFirst(3).prefix(8)))
        #expect(!list.output.contains(key.suffix(20)))
    }

    @Test
    func runningServerRefusesARevokedKeyAtOnce() throws {
        let program = try Program()
        let key = try program.createKey()
        let server = try ServerUnderTest(dataDirectory: program.dataPath)
        let target = "/passthrough/00c0ffee0000000000000001/x"
        #expect(try Program.status(port: server.port, target: target, key: key) == 404)

        let revoked = try program.run("keys", "revoke", key)

        #expect(revoked.code == 0)
        #expect(try Program.status(port: server.port, target: target, key: key) == 401)
        #expect(try server.stop() == 0)
    }

    @Test
    func runningServerKnowsANewKeyAtOnce() throws {
        let program = try Program()
        let server = try ServerUnderTest(dataDirectory: program.dataPath)

        let key = try program.createKey()

        #expect(try Program.status(port: server.port, target: "/unified/connection", key: key) == 200)
        #expect(try server.stop() == 0)
    }

    @Test
    func revokingAnUnknownKeyFails() throws {
        let run = try Program().run("keys", "revoke", "abcdefgh")

        #expect(run.code == 1)
        #expect(run.errors.contains("no such key"))
    }
}
