//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Testing

@Suite
struct RedirectTargetTests {
    @Test(arguments: [
        "https://app.example", "https://app.example/done?a=1#top", "http://localhost:3000/cb", "HTTPS://App.Example/x",
        "com.example.app:/callback", "myapp://connected", "https://[::1]:8443/x", "https://app.example/?q=a%20b",
    ])
    func addressThatABrowserOrAnAppCanOpenIsAccepted(text: String) {
        #expect(RedirectTarget(text)?.text == text)
    }

    @Test(arguments: [
        "", "app.example", "/relative", "//app.example/x", "javascript:alert(1)",
        "JavaScript://app.example/%0aalert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "blob:https://a/b", "https:", "https:/app.example",
        "https://", "https:///x", "https://:80/", "https://user@app.example", "https://app.example\r\nSet-Cookie: a=b",
        "https://app.example/\nx", "https://app.example/a b", "https://app.example/\"><script>",
        "https:\\\\app.example",
        "https://app.example/\u{0}", "https://app.example/é", "ht tp://x", "1x://y", "mailto:a@b.example", "tel:+1",
        "intent://x#Intent;end", "view-source:https://a.example", "myapp:callback", " https://app.example",
    ])
    func addressThatCouldDoMoreIsRefused(text: String) {
        #expect(RedirectTarget(text) == nil)
    }

    @Test
    func tooLongAnAddressIsRefused() {
        #expect(RedirectTarget("https://app.example/" + String(repeating: "x", count: 2_028)) != nil)
        #expect(RedirectTarget("https://app.example/" + String(repeating: "x", count: 2_029)) == nil)
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example?id=1&state=s%26%20%23%C3%A9"),
        ("https://a.example/x?q=1", "https://a.example/x?q=1&id=1&state=s%26%20%23%C3%A9"),
        ("https://a.example/x?", "https://a.example/x?id=1&state=s%26%20%23%C3%A9"),
        ("https://a.example/x?q=1&", "https://a.example/x?q=1&id=1&state=s%26%20%23%C3%A9"),
        ("https://a.example/#/done?z", "https://a.example/?id=1&state=s%26%20%23%C3%A9#/done?z"),
        ("app:/x#f", "app:/x?id=1&state=s%26%20%23%C3%A9#f"),
    ])
    func parametersGoBehindThoseThereAreAndBeforeTheFragment(text: String, expected: String) throws {
        let target = try #require(RedirectTarget(text))

        #expect(target.adding([("id", "1"), ("state", "s& #é")]) == expected)
    }

    @Test
    func valueCannotEndTheAddressOrAHeaderField() throws {
        let target = try #require(RedirectTarget("https://a.example/"))
        let hostile = "x\r\nLocation: https://evil.example\u{0}\"<>\\'"

        let address = target.adding([("state", hostile)])

        #expect(address.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x3C })
    }

    @Test(arguments: [
        ("https://a.example:444/x?y", "https://a.example:444"), ("http://localhost:3000", "http://localhost:3000"),
        ("my.app:/x", "my.app:"),
    ])
    func sourceIsSchemeAndAuthority(text: String, expected: String) throws {
        #expect(try #require(RedirectTarget(text)).source == expected)
    }
}

@Suite
struct RequestedScopesTests {
    @Test
    func permissionsAndScopesOfTheVendorAreToldApart() throws {
        let requested = try RequestedScopes([
            "crm_contact_read", "crm.objects.contacts.read", "read_orders", "hris_employee_write", "crm_contact_read",
            "https://www.googleapis.com/auth/drive", "crm_contact_delete", "nothing_contact_read",
        ])

        #expect(requested.permissions == ["crm_contact_read", "hris_employee_write"])
        #expect(
            requested.scopes == [
                "crm.objects.contacts.read", "read_orders", "https://www.googleapis.com/auth/drive",
                "crm_contact_delete", "nothing_contact_read",
            ])
    }

    @Test(arguments: ["", "a b", "a\"b", "a\\b", "a\nb", "é", String(repeating: "x", count: 501)])
    func whatIsNoScopeIsRefused(name: String) {
        #expect(throws: AuthorizationError.self) { try RequestedScopes([name]) }
    }
}
