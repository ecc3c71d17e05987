//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Outgoing
import Testing

@Suite struct OutgoingURLTests {
    @Test(
        arguments: [
            ("https://a.example/x?y=1", "a.example", 443, "/x?y=1"), ("HTTPS://A.Example.", "a.example", 443, "/"),
            ("http://127.0.0.1:8080/", "127.0.0.1", 8080, "/"), ("https://[::1]:9", "::1", 9, "/"),
            ("https://[0:0:0:0:0:0:0:1]/", "::1", 443, "/"), ("https://h?q", "h", 443, "/?q"),
            ("https://a-b_c.example:65535/%2F", "a-b_c.example", 65535, "/%2F"),
        ] as [(String, String, UInt16, String)])
    func aPlainURLIsTakenApart(text: String, host: String, port: UInt16, target: String) throws {
        let url = try #require(OutgoingURL(parsing: text))

        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
    }

    @Test(arguments: [
        "", "a.example", "ftp://a.example/", "https:/a.example", "https://", "https://:443/", "https://u@a.example/",
        "https://u:p@a.example/", "https://a.example/#f", "https://a.example:0/", "https://a.example:65536/",
        "https://a.example:/", "https://a.example:+1/", "https://a.example:80x/", "https://a b/", "https://a.example/ ",
        "https://a.example/\r\nHost: b", "https://a.example/\u{0}", "https://ä.example/", "https://a..example/",
        "https://-a.example/", "https://a.example\\@b/", "https://0x7f.1/", "https://2130706433/", "https://127.1/",
        "https://1.2.3.4.5/", "https://256.1.1.1/", "https://[::1", "https://[::1]x/", "https://[fe80::1%25eth0]/",
        "https://[127.0.0.1]/", "https://a.example/<x>", "https://a.example/\"", "https://a.example/{x}",
        "javascript:alert(1)", "file:///etc/passwd", "https://a.example/`", "https://a.example/|", "//a.example/",
    ])
    func whatCouldBeReadInTwoWaysIsRefused(text: String) {
        #expect(OutgoingURL(parsing: text) == nil)
    }

    @Test func longURLsAreRefused() {
        #expect(OutgoingURL(parsing: "https://a.example/" + String(repeating: "a", count: 16_400)) == nil)
    }

    @Test func aBaseAndAPathAreJoined() throws {
        let base = UpstreamBase(scheme: .https, host: "::1", port: 8443, pathPrefix: "/api")

        let url = try #require(OutgoingURL(base: base, path: "/me?x=1"))

        #expect(url == OutgoingURL(isSecure: true, host: "::1", port: 8443, target: "/api/me?x=1"))
        #expect(url.authority == "[::1]:8443")
    }
}
