//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Testing

/// A relative `Location` is into the upstream's own origin (RFC 9110 section 10.2.2), and a client would resolve it
/// against our URL, where other connections and the control plane are.
@Suite
struct RelativeLocationTests {
    private func redirect(_ location: String, from path: String, by account: Account) throws -> String {
        let lines = try account.receive(
            "HTTP/1.1 307 X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n",
            { $0.requestPath = Array(path.utf8) })
        return try #require(lines.first { $0.hasPrefix("Location: ") }.map { String($0.dropFirst(10)) })
    }

    @Test(arguments: [
        ("c", "/a/b", "~/a/c"), ("c?d=1", "/a/b", "~/a/c?d=1"), ("../c", "/a/b/d", "~/a/c"),
        ("./c", "/a/b", "~/a/c"), ("?x=1", "/a/b", "~/a/b?x=1"), ("#f", "/a/b", "~/a/b#f"), ("c/", "/b", "~/c/"),
        ("../../../../unified/connection", "/a/b", "~/unified/connection"), ("..", "/a/b/c", "~/a/"),
        ("../0123456789abcdef01234567/pwn", "/a", "~/0123456789abcdef01234567/pwn"), (".", "/a/b", "~/a/"),
        ("a:b", "/x/y", "a:b"), ("./a:b", "/x/y", "~/x/a:b"), ("1a:b", "/x/y", "~/x/1a:b"),
    ])
    func staysInTheConnection(location: String, path: String, rewritten: String) throws {
        #expect(try self.redirect(location, from: path, by: LocationTests.account()) == rewritten)
    }

    @Test(arguments: ["..\\..\\unified", "%2e%2e/other", "a/%2e%2e/%2e%2e/%2e%2e/x"])
    func disguisedDotsStayAtTheVendor(location: String) throws {
        let rewritten = try self.redirect(location, from: "/a/b", by: LocationTests.account())

        #expect(rewritten.hasPrefix("https://"), "\(rewritten)")
    }

    @Test(arguments: ["..//x.example/y", "../../..//unified/connection/1", "../../../..//passthrough/1/x", ".//x"])
    func twoSlashesAreNoAuthority(location: String) throws {
        for path in ["/a/b", "/", ""] {
            let rewritten = try self.redirect(location, from: path, by: LocationTests.account())

            #expect(rewritten.hasPrefix("~/"), "\(rewritten)")
            #expect(!rewritten.contains(".."))
        }
    }

    @Test func belowAPrefixItIsTakenOff() throws {
        let account = LocationTests.account(prefix: "/api")

        #expect(try self.redirect("c", from: "/api/a/b", by: account) == "~/a/c")
    }

    @Test(arguments: [
        ("/v1/?key=canary&x=1", "~/v1/?x=1"), ("/v1/?key=canary", "~/v1/"), ("/v1/?k%65y=canary#f", "~/v1/#f"),
        ("/v1/?keys=mine", "~/v1/?keys=mine"),
    ])
    func aCredentialInTheQueryStaysHere(location: String, rewritten: String) throws {
        var account = LocationTests.account()
        account.query = [CredentialField(name: "key", value: Secret("canary"))]
        let relocated = try self.redirect(location, from: "/v1", by: account)

        #expect(relocated == rewritten)
        #expect(!relocated.contains("canary"))
    }
}
